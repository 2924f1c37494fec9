package org.affectgpt.test.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.stream.Stream;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frequencies and attention factors of every rotary scaling, as transformers computes them. */
class RopeReferenceTest {
  static Stream<JsonNode> cases() throws IOException {
    return Cases.of("rope.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void frequenciesAndAmplitude(JsonNode c) {
    String name = c.get("name").asText() + " of " + c.get("length");
    DecoderConfig config = DecoderConfig.fromJson(c.get("config").toString(), "config.json");
    DecoderConfig.Rope rope = config.rope();
    float[] expected = Cases.floats(c.get("frequencies"));
    float[] made =
        rope.scaling().frequencies(rope.theta(), config.headDim(), c.get("length").intValue());
    for (int i = 0; i < config.headDim() / 2; i++) {
      assertEquals(expected[i], made[i], 1e-6 * expected[i], name + ", frequency " + i);
    }
    assertEquals(c.get("amplitude").floatValue(), rope.scaling().amplitude(), 1e-7, name);
    assertEquals(config, DecoderConfig.fromJson(config.toJson().toString(), "again"), name);
  }
}
