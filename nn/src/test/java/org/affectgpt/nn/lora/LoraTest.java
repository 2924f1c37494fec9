package org.affectgpt.nn.lora;

import static org.affectgpt.nn.Compare.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.affectgpt.nn.AdapterScope;
import org.affectgpt.nn.Compare;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderContext;
import org.affectgpt.nn.decoder.TinyDecoder;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.junit.jupiter.api.Test;

class LoraTest {
  private final Backend backend = Backends.open("cpu", 2);
  private final CounterRng rng = new CounterRng(3);
  private final Tensor ids = Tensor.ofInts(backend, new int[] {4, 8, 15, 16, 23, 40}, 2, 3);
  private final int[][] labels = {{4, 8, 15}, {16, 23, 40}};

  private Tensor hidden(CausalLm lm) {
    return lm.model().forward(lm.model().embed(ids), DecoderContext.causal(backend, 2, 3));
  }

  private CausalLm adapted(double dropout) {
    CausalLm lm = TinyDecoder.create(backend, false);
    LoraConfig config = new LoraConfig(3, 12, dropout, LoraConfig.DECODER_LAYERS);
    assertEquals(14, Lora.attach(lm, config, Init.random(backend, rng)));
    return lm;
  }

  private void fillB(CausalLm lm) {
    Lora.parameters(lm)
        .forEach(
            (n, p) ->
                p.value()
                    .set(Compare.normal(backend, rng.split(n), 0.3, p.shape().dims()).toFloats()));
  }

  @Test
  void startsAsTheBaseModelAndIsItAgainWhenOff() {
    float[] base = hidden(TinyDecoder.create(backend, false)).toFloats();
    CausalLm lm = adapted(0);
    assertArrayEquals(base, hidden(lm).toFloats());
    fillB(lm);
    assertTrue(Compare.relative(hidden(lm).toFloats(), base) > 0.01);
    assertArrayEquals(base, AdapterScope.without(() -> hidden(lm)).toFloats());
  }

  @Test
  void onlyAdaptersLearnAndTheirNamesArePefts() {
    CausalLm lm = adapted(0);
    lm.loss(hidden(lm), labels).backward();
    Map<String, Parameter> all = lm.parameters();
    all.forEach((n, p) -> assertEquals(n.contains(".lora_"), p.value().grad() != null, n));
    String name = "model.layers.1.mlp.up_proj.lora_A.default.weight";
    assertTrue(all.containsKey(name));
    assertTrue(all.containsKey("model.layers.0.self_attn.q_proj.base_layer.bias"));
    assertFalse(all.containsKey("model.layers.0.self_attn.q_proj.bias"));
    String file = "base_model.model.model.layers.1.mlp.up_proj.lora_A.weight";
    assertEquals(file, Lora.fileName(name));
    assertEquals(name, Lora.parameterName(file));
  }

  @Test
  void mergingKeepsTheFunctionAndTakesThePlainNames() {
    CausalLm lm = adapted(0.5);
    fillB(lm);
    float[] before = hidden(lm).toFloats();
    Lora.merge(lm);
    assertEquals(
        TinyDecoder.create(backend, false).parameters().keySet(), lm.parameters().keySet());
    assertClose(before, hidden(lm).toFloats(), 1e-5, "merged");
  }

  @Test
  void dropoutDependsOnTheStreamAloneAndCheckpointingRepeatsIt() {
    CausalLm lm = adapted(0.3);
    fillB(lm);
    lm.train(rng.split(1));
    Tensor plain = lm.loss(hidden(lm), labels);
    plain.backward();
    Map<String, float[]> gradients = TinyDecoder.gradients(lm);
    lm.clearGrads();
    lm.model().checkpointing(true);
    lm.train(rng.split(1));
    Tensor again = lm.loss(hidden(lm), labels);
    again.backward();
    assertEquals(plain.item(), again.item());
    TinyDecoder.gradients(lm).forEach((n, g) -> assertArrayEquals(gradients.get(n), g, n));
    lm.train(rng.split(2));
    assertTrue(lm.loss(hidden(lm), labels).item() != plain.item());
    lm.eval();
    assertEquals(lm.loss(hidden(lm), labels).item(), lm.loss(hidden(lm), labels).item());
  }

  @Test
  void targetsThatMatchNothingAreReported() {
    CausalLm lm = TinyDecoder.create(backend, false);
    LoraConfig config = new LoraConfig(2, 4, 0, List.of("query"));
    Init init = Init.random(backend, rng);
    assertThrows(InputException.class, () -> Lora.attach(lm, config, init));
  }
}
