package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.stream.IntStream;

/** The special tokens that a template of the post-processor puts before and after one text. */
record SurroundingTokens(int[] before, int[] after) {
  /** Reads the {@code post_processor}; byte-level steps of it only trim offsets and add nothing. */
  static SurroundingTokens of(JsonNode processor) {
    if (processor.path("type").asText().equals("Sequence")) {
      for (JsonNode step : processor.path("processors")) {
        SurroundingTokens found = of(step);
        if (found.before.length + found.after.length > 0) {
          return found;
        }
      }
    }
    IntArrayList before = new IntArrayList();
    IntArrayList after = new IntArrayList();
    IntArrayList target = before;
    for (JsonNode piece : processor.path("single")) {
      if (piece.has("Sequence")) {
        target = after;
        continue;
      }
      String name = piece.path("SpecialToken").path("id").asText();
      for (JsonNode id : processor.path("special_tokens").path(name).path("ids")) {
        target.add(id.asInt());
      }
    }
    return new SurroundingTokens(before.toIntArray(), after.toIntArray());
  }

  int[] around(int[] ids) {
    IntStream text = IntStream.concat(IntStream.of(before), IntStream.of(ids));
    return IntStream.concat(text, IntStream.of(after)).toArray();
  }
}
