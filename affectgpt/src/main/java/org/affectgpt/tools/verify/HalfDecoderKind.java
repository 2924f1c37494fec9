package org.affectgpt.tools.verify;

import org.affectgpt.nn.Module;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderContext;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/** A decoder of BF16 weights in shards, computed with F32 activations: logits. */
final class HalfDecoderKind implements GoldenKind {
  @Override
  public void check(GoldenFolder folder, Backend backend, GoldenComparison comparison) {
    int[][] ids = folder.rows("input_ids");
    for (Module.Loading mode : Module.Loading.values()) {
      CausalLm lm = new ModelParts(backend, mode).decoder(folder.path());
      // the reference casts the whole model to BF16 and back, its rotary frequencies included
      lm.model().roundFrequencies(true);
      DecoderContext context = DecoderContext.causal(backend, ids.length, ids[0].length);
      Tensor logits =
          NoGrad.call(() -> lm.logits(lm.model().forward(DecoderKind.embed(lm, ids), context)));
      comparison.tensor("logits", logits);
    }
  }
}
