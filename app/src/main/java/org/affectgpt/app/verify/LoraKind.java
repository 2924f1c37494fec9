package org.affectgpt.app.verify;

import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.Map;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.io.weights.WeightFiles;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.LoadReport;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.lora.Lora;
import org.affectgpt.nn.lora.LoraConfig;
import org.affectgpt.nn.qwen2.DecoderContext;
import org.affectgpt.nn.qwen2.Qwen2ForCausalLm;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/**
 * A PEFT adapter folder on a base folder: logits with the adapter beside the weights and merged
 * into them, loss, adapter gradients.
 */
final class LoraKind implements GoldenKind {
  @Override
  public void check(GoldenFolder folder, Backend backend, Comparison comparison) {
    Qwen2ForCausalLm lm =
        new Parts(backend, Module.Loading.IN_PLACE).decoder(folder.path().resolve("base"));
    adapt(lm, folder, backend);
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

  private static void adapt(Qwen2ForCausalLm lm, GoldenFolder folder, Backend backend) {
    LoraConfig config =
        LoraConfig.fromJson(
            folder.json("adapter/adapter_config.json").toString(), "adapter_config.json");
    Lora.attach(lm, config, Init.random(backend, new CounterRng(0)));
    Map<String, Tensor> adapter = new LinkedHashMap<>();
    WeightFiles.open(folder.path().resolve("adapter/adapter_model.safetensors"), Arena.ofAuto())
        .entries()
        .forEach(e -> adapter.put(Lora.parameterName(e.name()), ModuleWeights.tensor(e, backend)));
    LoadReport report = lm.load(adapter, Module.Loading.COPY);
    if (!report.unexpected().isEmpty()) {
      throw new InputException(
          folder.path() + ": the adapter does not fit its base: " + report.unexpected().getFirst());
    }
  }
}
