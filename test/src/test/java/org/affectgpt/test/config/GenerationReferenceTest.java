package org.affectgpt.test.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.affectgpt.io.decoder.GenerationDefaults;
import org.affectgpt.nn.generate.LogitsProcessor;
import org.affectgpt.nn.generate.StopRule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scores after the processors of a generation_config.json, beside those of transformers. */
class GenerationReferenceTest {
  static Stream<JsonNode> cases() throws IOException {
    return Cases.of("generation.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void scores(JsonNode c) {
    GenerationDefaults defaults =
        GenerationDefaults.fromJson(c.get("config").toString(), "generation_config.json");
    StopRule stop = new StopRule(c.get("max").intValue(), defaults.eosIds(), List.of());
    int[] history = Cases.ints(c.get("history"));
    float[] scores = Cases.floats(c.get("scores"));
    for (LogitsProcessor p : defaults.sampling().processors(c.get("prompt").size(), stop)) {
      p.apply(Arrays.copyOf(history, history.length + 3), history.length, scores);
    }
    float[] expected = Cases.floats(c.get("expected"));
    for (int i = 0; i < scores.length; i++) {
      String place = c.get("name").asText() + ", token " + i;
      assertEquals(expected[i], scores[i], 1e-6 * Math.abs(expected[i]), place);
    }
  }
}
