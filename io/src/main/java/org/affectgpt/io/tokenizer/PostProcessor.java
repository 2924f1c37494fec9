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
  static PostProcessor of(JsonNode settings) {
    IntArrayList before = new IntArrayList();
    IntArrayList after = new IntArrayList();
    for (Part part : Part.list(settings, "post_processor", "processors")) {
      switch (part.type()) {
        // It moves offsets only.
        case "ByteLevel" -> part.only("add_prefix_space", "trim_offsets", "use_regex");
        case "TemplateProcessing" -> addTemplate(part, before, after);
        case "BertProcessing" -> addAround(part.only("sep", "cls"), before, after);
        case "RobertaProcessing" ->
            addAround(part.only("sep", "cls", "trim_offsets", "add_prefix_space"), before, after);
        default -> throw part.unsupported();
      }
    }
    return new PostProcessor(before.toIntArray(), after.toIntArray());
  }

  private static void addAround(Part part, IntArrayList before, IntArrayList after) {
    before.add(0, id(part, "cls", part.node().path("cls").path(1)));
    after.add(id(part, "sep", part.node().path("sep").path(1)));
  }

  private static int id(Part part, String key, JsonNode id) {
    if (!id.isInt() || id.intValue() < 0) {
      throw part.error(key, "has no id");
    }
    return id.intValue();
  }

  private static void addTemplate(Part part, IntArrayList before, IntArrayList after) {
    part.only("single", "pair", "special_tokens");
    IntArrayList first = new IntArrayList();
    boolean passed = false;
    for (JsonNode piece : part.node().path("single")) {
      if (piece.has("Sequence")) {
        if (passed || !piece.path("Sequence").path("id").asText().equals("A")) {
          throw part.error("single", "repeats the text");
        }
        passed = true;
        continue;
      }
      String name = piece.path("SpecialToken").path("id").asText();
      JsonNode ids = part.node().path("special_tokens").path(name).path("ids");
      if (!ids.isArray()) {
        throw part.error("special_tokens", "lacks " + name);
      }
      for (JsonNode id : ids) {
        (passed ? after : first).add(id(part, "special_tokens", id));
      }
    }
    if (!passed) {
      throw part.error("single", "lacks the text");
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
