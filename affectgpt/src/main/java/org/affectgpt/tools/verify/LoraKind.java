package org.affectgpt.tools.verify;

import org.affectgpt.infer.text.TextModelFiles;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderContext;
import org.affectgpt.nn.lora.Lora;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/**
 * A PEFT adapter folder on a base folder: logits with the adapter beside the weights and merged
 * into them, loss, adapter gradients.
 */
final class LoraKind implements GoldenKind {
  @Override
  public void check(GoldenFolder folder, Backend backend, GoldenComparison comparison) {
    CausalLm lm =
        TextModelFiles.open(folder.path().resolve("adapter"), folder.path().resolve("base"))
            .load(backend)
            .decoder();
    Lora.parameters(lm).values().forEach(p -> p.trainable(true));
    int[][] ids = folder.rows("input_ids");
    DecoderContext context = DecoderContext.causal(backend, ids.length, ids[0].length);
    Tensor hidden = lm.model().forward(DecoderKind.embed(lm, ids), context);
    comparison.tensor("logits", lm.logits(hidden));
    Tensor loss = lm.loss(hidden, folder.rows("labels"));
    comparison.tensor("loss", loss);
    loss.backward();
    comparison.gradients("grad.base_model.model.", lm.parameters());
    Lora.merge(lm);
    hidden = lm.model().forward(DecoderKind.embed(lm, ids), context);
    comparison.tensor("logits", lm.logits(hidden));
  }
}
