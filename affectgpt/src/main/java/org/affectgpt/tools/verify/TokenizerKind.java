package org.affectgpt.tools.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.tensor.backend.Backend;

/** Ids and decoded texts of a real vocabulary. */
final class TokenizerKind implements GoldenKind {
  @Override
  public void check(GoldenFolder folder, Backend backend, GoldenComparison comparison) {
    Tokenizer tokenizer = Tokenizer.load(folder.linked("tokenizer"));
    List<JsonNode> cases = new ArrayList<>();
    folder.json("cases.json").forEach(cases::add);
    for (int i = 0; i < cases.size(); i++) {
      JsonNode c = cases.get(i);
      int[] wanted = GoldenFolder.ints(c.path("ids"));
      String text = c.path("text").asText();
      comparison.equal("cases." + i + ".ids", wanted, tokenizer.encode(text));
      comparison.equal(
          "cases." + i + ".decoded", c.path("decoded").asText(), tokenizer.decode(wanted, false));
    }
  }
}
