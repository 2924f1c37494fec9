package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Post-processors for tokenizers that are not read from {@code tokenizer.json}. */
final class Templates {
  private Templates() {}

  /** Fills in a template that puts one special token before every text. */
  static void before(ObjectNode node, int id, String token) {
    node.put("type", "TemplateProcessing");
    for (String kind : new String[] {"single", "pair"}) {
      ArrayNode pieces = node.putArray(kind);
      int texts = kind.equals("pair") ? 2 : 1;
      for (int i = 0; i < texts; i++) {
        pieces.addObject().putObject("SpecialToken").put("id", token).put("type_id", i);
        pieces.addObject().putObject("Sequence").put("id", i == 0 ? "A" : "B").put("type_id", i);
      }
    }
    ObjectNode special = node.putObject("special_tokens").putObject(token).put("id", token);
    special.putArray("ids").add(id);
    special.putArray("tokens").add(token);
  }
}
