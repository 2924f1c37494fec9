package org.affectgpt.io.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.affectgpt.io.regex.Regex;
import org.affectgpt.io.regex.RegexSearch;
import org.junit.jupiter.api.Test;

/** Every way to cut text that GGUF files name, against the {@code tokenizers} library's pieces. */
class GgufPreTokenizerTest {
  private static GgufPreTokenizer named(String name) {
    return Objects.requireNonNull(GgufPreTokenizer.of(name), name);
  }

  /** Matches and what lies between them are pieces. */
  private static List<String> cut(List<String> pieces, String pattern) {
    Regex regex = Regex.compile(pattern);
    List<String> cut = new ArrayList<>();
    for (String piece : pieces) {
      RegexSearch search = regex.search(piece, 0, piece.length());
      int at = 0;
      while (search.find()) {
        cut.add(piece.substring(at, search.start()));
        cut.add(piece.substring(search.start(), search.end()));
        at = search.end();
      }
      cut.add(piece.substring(at));
    }
    cut.removeIf(String::isEmpty);
    return cut;
  }

  @Test
  void cutsAsTheReferenceDoes() throws Exception {
    JsonNode all =
        new ObjectMapper()
            .readTree(GgufPreTokenizerTest.class.getResource("pretokenizers.cases.json"));
    assertTrue(all.get("pieces").size() > 30);
    for (Map.Entry<String, JsonNode> kind : all.get("pieces").properties()) {
      GgufPreTokenizer pre = named(kind.getKey());
      for (int i = 0; i < all.get("texts").size(); i++) {
        String text = all.get("texts").get(i).asText();
        String normal = pre.nfc() ? Normalizer.normalize(text, Normalizer.Form.NFC) : text;
        List<String> pieces = List.of(normal);
        for (String pattern : pre.patterns()) {
          pieces = cut(pieces, pattern);
        }
        List<String> wanted = new ArrayList<>();
        kind.getValue().get(i).forEach(p -> wanted.add(p.asText()));
        assertEquals(wanted, pieces, () -> kind.getKey() + ": " + text);
      }
    }
  }

  @Test
  void namesShareWhatTheyAreToLlamaCpp() {
    assertEquals(named("llama-bpe"), named("falcon3"));
    assertEquals(named("qwen2"), named("deepseek-r1-qwen"));
    assertTrue(named("tekken").ignoreMerges() && named("tekken").addBos());
    assertTrue(named("roberta-bpe").addSeparator());
    assertTrue(!named("chatglm-bpe").hasBos());
    assertNull(GgufPreTokenizer.of("gemma4"));
    assertNull(GgufPreTokenizer.of("qwen2 "));
  }
}
