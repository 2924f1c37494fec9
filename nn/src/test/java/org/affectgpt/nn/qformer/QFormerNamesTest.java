package org.affectgpt.nn.qformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.affectgpt.nn.Compare;
import org.affectgpt.nn.Init;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.junit.jupiter.api.Test;

class QFormerNamesTest {
  private final Backend backend = Backends.open("cpu", 1);
  private final CounterRng rng = new CounterRng(6);
  private final QFormerConfig config =
      QFormerConfig.fromJson(
              "{\"hidden_size\":16,\"num_attention_heads\":2,\"intermediate_size\":24}", "c")
          .affectGpt(10);

  private QFormerModel model(QFormerNames names) {
    return new QFormerModel(Init.random(backend, rng), config, names);
  }

  @Test
  void affectGptsCheckpointNames() {
    Set<String> names = model(QFormerNames.AFFECTGPT).stateDict().keySet();
    assertTrue(
        names.containsAll(
            Set.of(
                "bert.embeddings.LayerNorm.weight",
                "bert.embeddings.position_ids",
                "bert.encoder.layer.0.attention.self.query.weight",
                "bert.encoder.layer.1.attention.output.LayerNorm.bias",
                "bert.encoder.layer.1.crossattention.self.value.bias",
                "bert.encoder.layer.0.crossattention.output.dense.weight",
                "bert.encoder.layer.0.intermediate_query.dense.bias",
                "bert.encoder.layer.1.output_query.LayerNorm.weight")),
        names::toString);
    // 2 of the embedding norm, 26 a layer, the position ids
    assertEquals(2 + 2 * 26 + 1, names.size());
  }

  @Test
  void namesDoNotChangeTheFunction() {
    Tensor queries = Compare.normal(backend, rng.split("q"), 1, 2, 3, 16);
    Tensor encoded = Compare.normal(backend, rng.split("e"), 1, 2, 7, 10);
    assertArrayEquals(
        model(QFormerNames.BLIP2).forward(queries, encoded, null).toFloats(),
        model(QFormerNames.AFFECTGPT).forward(queries, encoded, null).toFloats());
  }

  @Test
  void everyParameterLearnsWithDropout() {
    QFormerModel model = model(QFormerNames.AFFECTGPT);
    model.train(rng.split("train"));
    Tensor queries = Compare.normal(backend, rng.split("q"), 1, 2, 3, 16);
    Tensor encoded = Compare.normal(backend, rng.split("e"), 1, 2, 7, 10);
    Tensor y = model.forward(queries, encoded, null);
    y.backward(Compare.normal(backend, rng.split("d"), 1, 2, 3, 16));
    model.parameters().forEach((n, p) -> assertTrue(p.value().grad() != null, n));
  }
}
