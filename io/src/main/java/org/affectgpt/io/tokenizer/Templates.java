package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Post-processors and other parts for tokenizers that are not read from a file. */
final class Templates {
  private Templates() {}

  /** Settings without any part. */
  static ObjectNode empty() {
    ObjectNode settings = new ObjectMapper().createObjectNode();
    return settings.put("version", "1.0").putNull("truncation").putNull("padding");
  }

  /** A template that puts special tokens around every text; nothing if there are none. */
  static void put(ObjectNode settings, AroundText around, List<String> tokens) {
    if (around.before() < 0 && around.after() < 0) {
      settings.putNull("post_processor");
      return;
    }
    ObjectNode node = settings.putObject("post_processor").put("type", "TemplateProcessing");
    for (String kind : new String[] {"single", "pair"}) {
      ArrayNode pieces = node.putArray(kind);
      int texts = kind.equals("pair") ? 2 : 1;
      for (int i = 0; i < texts; i++) {
        special(pieces, around.before(), i, tokens);
        pieces.addObject().putObject("Sequence").put("id", i == 0 ? "A" : "B").put("type_id", i);
        special(pieces, around.after(), i, tokens);
      }
    }
    ObjectNode specials = node.putObject("special_tokens");
    for (int id : new int[] {around.before(), around.after()}) {
      if (id >= 0) {
        ObjectNode special = specials.putObject(tokens.get(id)).put("id", tokens.get(id));
        special.putArray("ids").add(id);
        special.putArray("tokens").add(tokens.get(id));
      }
    }
  }

  private static void special(ArrayNode pieces, int id, int text, List<String> tokens) {
    if (id >= 0) {
      pieces.addObject().putObject("SpecialToken").put("id", tokens.get(id)).put("type_id", text);
    }
  }
}
