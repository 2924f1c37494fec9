package org.affectgpt.io.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ids and texts made by the {@code tokenizers} library (0.23.2). */
class TokenizerReferenceTest {
  private static final Path QWEN = Path.of("../../shared/tokenizer/qwen2.5/tokenizer.json");
  private static final Path CASES = Path.of("../../shared/golden/tokenizer/cases.json");

  @TempDir Path folder;

  static Path resource(String name) throws Exception {
    return Path.of(TokenizerReferenceTest.class.getResource(name).toURI());
  }

  static int[] ints(JsonNode list) {
    int[] values = new int[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).asInt();
    }
    return values;
  }

  private static void check(Tokenizer tokenizer, Path cases) throws IOException {
    JsonNode all = new ObjectMapper().readTree(cases.toFile());
    assertTrue(all.size() > 50);
    for (JsonNode c : all) {
      String text = c.get("text").asText();
      int[] ids = ints(c.get("ids"));
      assertArrayEquals(ids, tokenizer.encode(text), text);
      assertEquals(c.get("decoded").asText(), tokenizer.decode(ids, false));
      if (c.has("other")) {
        int[] other = ints(c.get("other"));
        assertEquals(c.get("skipped").asText(), tokenizer.decode(other, true));
        TokenStream stream = tokenizer.stream(true);
        StringBuilder streamed = new StringBuilder();
        for (int id : other) {
          streamed.append(stream.accept(id));
        }
        assertEquals(c.get("skipped").asText(), streamed.append(stream.finish()).toString());
      }
    }
  }

  @Test
  void equalsTheReference() throws Exception {
    check(Tokenizer.load(resource("small.tokenizer.json")), resource("small.cases.json"));
  }

  @Test
  void survivesSavingAndLoading() throws Exception {
    Tokenizer tokenizer = Tokenizer.load(resource("small.tokenizer.json"));
    tokenizer.save(folder.resolve("t.json"));
    Tokenizer again = Tokenizer.load(folder.resolve("t.json"));
    check(again, resource("small.cases.json"));
    assertEquals(tokenizer.addedTokens(), again.addedTokens());
  }

  @Test
  void equalsTheReferenceOnQwen() throws IOException {
    assumeTrue(Files.exists(QWEN));
    Tokenizer tokenizer = Tokenizer.load(QWEN);
    check(tokenizer, CASES);
    assertEquals(151_665, tokenizer.vocabSize());
    Tokenizer affect =
        tokenizer.withAddedTokens(
            List.of("<ImageHere>", "<AudioHere>", "<FrameHere>", "<FaceHere>", "<MultiHere>"));
    assertEquals(151_669, affect.id("<MultiHere>"));
    assertArrayEquals(new int[] {151_644, 151_666, 0}, affect.encode("<|im_start|><AudioHere>!"));
  }

  @Test
  void addsSpecialTokens() throws Exception {
    Tokenizer before = Tokenizer.load(resource("small.tokenizer.json"));
    Tokenizer after = before.withAddedTokens(List.of("<A>", "<|im_end|>", "<B>"));
    assertEquals(before.vocabSize() + 2, after.vocabSize());
    assertEquals(before.vocabSize(), after.id("<A>"));
    assertEquals(before.id("<|im_end|>"), after.id("<|im_end|>"));
    assertEquals("<B>", after.token(after.vocabSize() - 1));
    assertTrue(after.isSpecial(after.id("<B>")));
    assertFalse(after.isSpecial(0));
    assertEquals(-1, before.id("<A>"));
    assertNull(after.token(after.vocabSize()));
    assertEquals("x", after.decode(after.encode("<A>x<B>"), true));
  }

  @Test
  void holdsBackIncompleteCharacters() throws Exception {
    Tokenizer tokenizer = Tokenizer.load(resource("small.tokenizer.json"));
    TokenStream stream = tokenizer.stream(false);
    int[] ids = tokenizer.encode("𝔘");
    assertEquals(4, ids.length);
    assertEquals("", stream.accept(ids[0]) + stream.accept(ids[1]) + stream.accept(ids[2]));
    assertEquals("𝔘", stream.accept(ids[3]));
    stream.accept(ids[0]);
    assertEquals("\uFFFD", stream.finish());
    assertEquals("", stream.finish());
  }
}
