package org.affectgpt.io.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * WordPiece, SentencePiece BPE with Metaspace and byte fallback, Unigram, byte-level BPE and word
 * look-up: ids and texts made by the {@code tokenizers} library (0.23.2) from random Unicode. More
 * of the same were compared by a script once; these are a sample of them.
 */
class TokenizerKindsTest {
  @TempDir Path folder;

  private static JsonNode kinds() throws Exception {
    try (InputStream in =
        Objects.requireNonNull(TokenizerKindsTest.class.getResourceAsStream("kinds.json.gz"))) {
      return new ObjectMapper().readTree(new GZIPInputStream(in));
    }
  }

  private static void check(Tokenizer tokenizer, JsonNode kind) {
    String name = kind.get("name").asText();
    for (JsonNode c : kind.get("cases")) {
      String text = c.get(0).asText();
      int[] ids = TokenizerReferenceTest.ints(c.get(1));
      assertArrayEquals(ids, tokenizer.encode(text), () -> name + ": " + text);
      assertEquals(c.get(2).asText(), tokenizer.decode(ids, false), () -> name + ": " + text);
      if (!c.get(3).isNull()) {
        int[] special = TokenizerReferenceTest.ints(c.get(3));
        assertArrayEquals(special, tokenizer.encodeWithSpecial(text), () -> name + ": " + text);
      }
    }
  }

  @Test
  void equalTheReference() throws Exception {
    JsonNode kinds = kinds();
    assertEquals(17, kinds.size());
    Path file = folder.resolve("tokenizer.json");
    Path saved = folder.resolve("saved.json");
    for (JsonNode kind : kinds) {
      Files.writeString(file, kind.get("tokenizer").toString());
      Tokenizer tokenizer = Tokenizer.load(file);
      check(tokenizer, kind);
      tokenizer.save(saved);
      check(Tokenizer.load(saved), kind);
    }
  }

  @Test
  void streamsWhatItDecodes() throws Exception {
    Path file = folder.resolve("tokenizer.json");
    for (JsonNode kind : kinds()) {
      Files.writeString(file, kind.get("tokenizer").toString());
      Tokenizer tokenizer = Tokenizer.load(file);
      for (JsonNode c : kind.get("cases")) {
        StringBuilder text = new StringBuilder();
        TokenStream stream = tokenizer.stream(false);
        for (int id : TokenizerReferenceTest.ints(c.get(1))) {
          text.append(stream.accept(id));
        }
        text.append(stream.finish());
        assertEquals(c.get(2).asText().length(), text.length(), kind.get("name").asText());
      }
    }
    assertTrue(Files.exists(file));
  }
}
