package org.affectgpt.test.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What transformers and PEFT wrote with one of the small models: greedy choices, 24 new tokens.
 *
 * @param batch all prompts together, padded on the left
 * @param single each prompt alone
 * @param penalised the batch with a repetition penalty
 * @param texts the batch decoded without special tokens
 */
record TextCases(
    Path model,
    List<String> prompts,
    List<int[]> promptIds,
    List<int[]> batch,
    List<int[]> single,
    double penalty,
    List<int[]> penalised,
    List<String> texts) {
  static final Path FOLDER = Path.of("src/test/resources/text");

  static TextCases of(String model) {
    try {
      JsonNode all = new ObjectMapper().readTree(FOLDER.resolve("expected.json").toFile());
      JsonNode n = all.get(model);
      return new TextCases(
          FOLDER.resolve(model),
          texts(n.get("prompts")),
          rows(n.get("prompt_ids")),
          rows(n.get("batch")),
          rows(n.get("single")),
          n.get("penalty").asDouble(),
          rows(n.get("penalised")),
          texts(n.get("texts")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> texts(JsonNode list) {
    List<String> all = new ArrayList<>();
    list.forEach(t -> all.add(t.asText()));
    return all;
  }

  private static List<int[]> rows(JsonNode list) {
    List<int[]> all = new ArrayList<>();
    for (JsonNode row : list) {
      int[] ids = new int[row.size()];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = row.get(i).asInt();
      }
      all.add(ids);
    }
    return all;
  }
}
