package org.affectgpt.nn.bert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import org.affectgpt.nn.Init;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BertModelTest {
  private static final String CONFIG =
      "{\"hidden_size\":16,\"num_attention_heads\":2,\"intermediate_size\":24,\"vocab_size\":20,"
          + "\"num_hidden_layers\":2,\"max_position_embeddings\":9}";

  private final Backend backend = Backends.open("cpu", 1);
  private final BertConfig config = BertConfig.fromJson(CONFIG, "c");
  private final BertModel model = new BertModel(Init.random(backend, new CounterRng(6)), config);

  private Tensor ints(int rows, int... values) {
    return Tensor.ofInts(backend, values, rows, values.length / rows);
  }

  @Test
  void namesAreThoseOfHuggingFace() {
    Set<String> names = model.parameters().keySet();
    assertTrue(
        names.containsAll(
            Set.of(
                "embeddings.word_embeddings.weight",
                "embeddings.position_embeddings.weight",
                "embeddings.token_type_embeddings.weight",
                "embeddings.LayerNorm.bias",
                "encoder.layer.0.attention.self.query.weight",
                "encoder.layer.1.attention.output.dense.bias",
                "encoder.layer.1.attention.output.LayerNorm.weight",
                "encoder.layer.0.intermediate.dense.weight",
                "encoder.layer.0.output.dense.bias",
                "encoder.layer.1.output.LayerNorm.bias")),
        names::toString);
    assertEquals(5 + 2 * 16, names.size());
    assertEquals(
        "encoder.layer.1.output.LayerNorm.weight",
        model.canonical("bert.encoder.layer.1.output.LayerNorm.gamma"));
  }

  @Test
  void paddingChangesNothing() {
    Tensor mask = ints(2, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1);
    Tensor alone = model.encode(ints(1, 3, 4, 5), null, null).last();
    Tensor padded = model.encode(ints(2, 3, 4, 5, 0, 0, 7, 8, 9, 1, 2), null, mask).last();
    float[] all = padded.toFloats();
    assertArrayEquals(alone.toFloats(), Arrays.copyOf(all, 3 * 16), 1e-6f);
    float[] mean = MeanPooling.mean(padded, mask).toFloats();
    float[] unit = MeanPooling.normalized(MeanPooling.mean(padded, mask)).toFloats();
    double length = 0;
    for (int i = 0; i < 16; i++) {
      assertEquals((all[i] + all[16 + i] + all[32 + i]) / 3, mean[i], 1e-6f);
      length += (double) unit[i] * unit[i];
    }
    assertEquals(1, length, 1e-6);
  }

  @Test
  void everyParameterLearns() {
    Tensor y = model.encode(ints(1, 3, 4, 5), ints(1, 0, 0, 1), null).last();
    float[] weights = new float[3 * 16];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i * 7 % 5 - 2;
    }
    y.backward(Tensor.of(backend, weights, 1, 3, 16));
    model.parameters().forEach((n, p) -> assertTrue(p.value().grad() != null, n));
  }

  @Test
  void aTextBeyondTheLastPositionIsRefused() {
    Tensor ids = ints(1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThrows(IllegalArgumentException.class, () -> model.encode(ids, null, null));
  }

  @Test
  void configIsWrittenAndRead() {
    assertEquals(config, BertConfig.fromJson(config.toJson().toString(), "c"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model_type\":\"roberta\"}|key model_type is roberta, but bert is needed",
        "{\"position_embedding_type\":\"relative_key\"}|key position_embedding_type is"
            + " \"relative_key\": only absolute positions are built",
        "{\"is_decoder\":true}|key is_decoder is true: BERT is read as an encoder, which looks both"
            + " ways",
        "{\"add_cross_attention\":true}|key add_cross_attention is true: BERT is read as an encoder,"
            + " which looks both ways",
        "{\"pruned_heads\":{\"0\":[1]}}|key pruned_heads is {\"0\":[1]}: pruned attention heads are"
            + " not built",
        "{\"hidden_act\":\"mish\"}|key hidden_act: unknown activation mish; known are gelu,"
            + " gelu_pytorch_tanh, quick_gelu, silu, relu",
      })
  void whatIsNotComputedIsRefused(String json, String message) {
    InputException e =
        assertThrows(InputException.class, () -> BertConfig.fromJson(json, "dir/config.json"));
    assertEquals("dir/config.json: " + message, e.getMessage());
  }
}
