package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/**
 * The special tokens put around a text.
 *
 * @param before their ids before it
 * @param after and after it
 */
@SuppressWarnings("ArrayRecordComponent")
record PostProcessor(int[] before, int[] after) {
  /**
   * @throws IllegalArgumentException naming a part that is not supported
   */
  static PostProcessor of(JsonNode node) {
    IntArrayList before = new IntArrayList();
    IntArrayList after = new IntArrayList();
    for (JsonNode step : JsonParts.flatten(node, "processors")) {
      switch (JsonParts.type(step)) {
        case "ByteLevel" -> {
          // It moves offsets only.
        }
        case "TemplateProcessing" -> addTemplate(step, before, after);
        case "BertProcessing", "RobertaProcessing" -> {
          before.add(0, step.path("cls").path(1).asInt());
          after.add(step.path("sep").path(1).asInt());
        }
        default -> throw JsonParts.unsupported("post-processor", step);
      }
    }
    return new PostProcessor(before.toIntArray(), after.toIntArray());
  }

  private static void addTemplate(JsonNode node, IntArrayList before, IntArrayList after) {
    IntArrayList first = new IntArrayList();
    boolean passed = false;
    for (JsonNode piece : node.path("single")) {
      if (piece.has("Sequence")) {
        if (passed) {
          throw new IllegalArgumentException("a TemplateProcessing that repeats the text");
        }
        passed = true;
        continue;
      }
      String name = piece.path("SpecialToken").path("id").asText();
      JsonNode ids = node.path("special_tokens").path(name).path("ids");
      if (!ids.isArray()) {
        throw new IllegalArgumentException("TemplateProcessing lacks the special token " + name);
      }
      for (JsonNode id : ids) {
        (passed ? after : first).add(id.asInt());
      }
    }
    if (!passed) {
      throw new IllegalArgumentException("a TemplateProcessing without the text");
    }
    before.addAll(0, first);
  }

  /** The ids with those of the special tokens around them. */
  int[] apply(int[] ids) {
    IntArrayList all = new IntArrayList(before.length + ids.length + after.length);
    all.addElements(0, before);
    all.addElements(all.size(), ids);
    all.addElements(all.size(), after);
    return all.toIntArray();
  }
}
