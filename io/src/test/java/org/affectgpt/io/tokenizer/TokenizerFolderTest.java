package org.affectgpt.io.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders as {@code AutoTokenizer} of transformers 5.18 opens them, with random settings. */
class TokenizerFolderTest {
  @TempDir Path root;

  private static JsonNode read(String name) throws Exception {
    try (InputStream in =
        Objects.requireNonNull(TokenizerFolderTest.class.getResourceAsStream(name))) {
      return new ObjectMapper().readTree(new GZIPInputStream(in));
    }
  }

  private static Map<String, String> tokenizers() throws Exception {
    Map<String, String> byName = new HashMap<>();
    for (JsonNode kind : read("kinds.json.gz")) {
      byName.put(kind.get("name").asText(), kind.get("tokenizer").toString());
    }
    return byName;
  }

  @Test
  void equalTheReference() throws Exception {
    Map<String, String> tokenizers = tokenizers();
    JsonNode cases = read("folders.json.gz");
    assertEquals(120, cases.size());
    int number = 0;
    int refused = 0;
    for (JsonNode c : cases) {
      Path folder = Files.createDirectory(root.resolve("" + number++));
      for (Map.Entry<String, JsonNode> file : c.get("files").properties()) {
        String text = file.getValue().toString();
        boolean json = file.getKey().equals("tokenizer.json");
        Files.writeString(
            folder.resolve(file.getKey()), json ? tokenizers.get(file.getValue().asText()) : text);
      }
      Tokenizer tokenizer;
      try {
        tokenizer = Tokenizer.ofFolder(folder);
      } catch (InputException e) {
        refused++;
        continue;
      }
      for (JsonNode t : c.get("cases")) {
        String text = t.get(0).asText();
        String what = c.get("files") + " " + text;
        int[] special = TokenizerReferenceTest.ints(t.get(2));
        assertArrayEquals(TokenizerReferenceTest.ints(t.get(1)), tokenizer.encode(text), what);
        assertArrayEquals(special, tokenizer.encodeWithSpecial(text), what);
        assertEquals(t.get(3).asText(), tokenizer.decode(special, false), what);
      }
    }
    assertTrue(refused < 12, refused + " of 120 refused");
  }

  private Path bert(String config) throws Exception {
    Path folder = Files.createDirectory(root.resolve("bert"));
    Files.writeString(folder.resolve("tokenizer_config.json"), config);
    Files.writeString(
        folder.resolve("vocab.txt"),
        "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhello\n##s \nthe\r\n,\nhe\n");
    return folder;
  }

  @Test
  void readsTheVocabularyOfAnOlderBert() throws Exception {
    Tokenizer tokenizer = Tokenizer.ofFolder(bert("{\"do_lower_case\": true}"));
    int[] ids = tokenizer.encodeWithSpecial("Hellos, THE heß");
    assertArrayEquals(new int[] {2, 5, 6, 8, 7, 1, 3}, ids);
    assertEquals("hellos, the", tokenizer.decode(ids, true));
  }

  /** Python's JSON, as transformers reads it: infinite numbers, and the last of equal keys. */
  @Test
  void readsJsonAsPythonDoes() throws Exception {
    Path folder =
        bert("{\"model_max_length\": Infinity, \"do_lower_case\": 1, \"do_lower_case\": true}");
    Files.writeString(folder.resolve("config.json"), "{\"time_step_limit\": [0.0, Infinity]}");
    assertArrayEquals(new int[] {9}, Tokenizer.ofFolder(folder).encode("HE"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{\"do_lower_case\": 3} ~ do_lower_case",
        "{\"tokenizer_class\": \"T5Tokenizer\"} ~ T5Tokenizer",
        "{\"tokenizer_class\": \"LlamaTokenizer\"} ~ LlamaTokenizer",
        "{\"split_on_moon\": true} ~ split_on_moon",
        "{\"added_tokens_decoder\": {\"x\": {\"content\": \"a\"}}} ~ added_tokens_decoder.x",
        "{\"added_tokens_decoder\": {\"9\": {\"content\": 7}}} ~ content",
        "{\"cls_token\": {\"content\": \"[CLS]\", \"bold\": true}} ~ bold",
        "[1] ~ not a JSON object",
        "{\"a\": ~ not valid JSON",
      })
  void namesFileAndKey(String config, String part) throws Exception {
    Path folder = bert(config);
    String message =
        assertThrows(InputException.class, () -> Tokenizer.ofFolder(folder)).getMessage();
    assertTrue(message.startsWith(folder.resolve("tokenizer_config.json").toString()), message);
    assertTrue(message.contains(part) && message.indexOf('\n') < 0, message);
  }
}
