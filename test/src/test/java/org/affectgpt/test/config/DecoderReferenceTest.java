package org.affectgpt.test.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.decoder.BatchDecoding;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.nn.generate.Generator;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.nn.generate.StopRule;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logits and greedy texts of tiny decoders under every setting, beside those of transformers. */
class DecoderReferenceTest {
  static Stream<JsonNode> cases() throws IOException {
    return Cases.of("models.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void logitsAndTexts(JsonNode c) {
    String name = c.get("name").asText();
    Backend backend = Backends.open("cpu", 1);
    DecoderConfig config = DecoderConfig.fromJson(c.get("config").toString(), "config.json");
    CausalLm lm = new CausalLm(Init.random(backend, new CounterRng(1)), config);
    lm.parameters().forEach((key, p) -> p.value().set(weights(key, (int) p.shape().size())));
    int[] ids = Cases.ints(c.get("ids"));
    int[] made = Cases.ints(c.get("made"));
    Tensor embeds = NoGrad.call(() -> lm.model().embed(Tensor.ofInts(backend, ids, 1, ids.length)));
    int[][] mask = new int[1][ids.length];
    java.util.Arrays.fill(mask[0], 1);
    BatchDecoding decoding = new BatchDecoding(lm, embeds, mask, Math.max(1, made.length));
    float[] logits = decoding.prefill().toFloats();
    float[] expected = Cases.floats(c.get("logits"));
    assertArrayEquals(expected, logits, 2e-5f, name);
    if (made.length > 0) {
      Generator greedy = new Generator(Sampling.best(), StopRule.of(made.length), 0);
      int[] text =
          NoGrad.call(
                  () ->
                      greedy.generate(
                          new BatchDecoding(lm, embeds, mask, made.length), new CounterRng(1)))
              .getFirst()
              .ids();
      assertArrayEquals(made, text, name);
    }
    assertEquals(config, DecoderConfig.fromJson(config.toJson().toString(), "again"), name);
  }

  /** Values that follow from the name, the same in the script that made the cases. */
  private static float[] weights(String name, int n) {
    int hash = 0;
    for (byte b : name.getBytes(StandardCharsets.US_ASCII)) {
      hash = hash * 31 + b;
    }
    boolean norm = name.endsWith("norm.weight");
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      int x = i * (int) 2654435761L + hash;
      x = (x ^ (x >>> 15)) * (int) 2246822519L;
      double v = (x >>> 16) / 65536.0 - 0.5;
      values[i] = (float) (norm ? 1 + v * 0.25 : v * 0.75);
    }
    return values;
  }
}
