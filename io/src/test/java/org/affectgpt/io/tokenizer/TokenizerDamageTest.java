package org.affectgpt.io.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged or unsupported files end in one clear line. */
class TokenizerDamageTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"model\":{\"type\":\"BPE\"        | \"model\":{\"type\":\"Unigram\"  | Unigram",
        "\"dropout\":null                   | \"dropout\":0.5                  | dropout",
        "{\"type\":\"NFC\"}                 | {\"type\":\"Nmx\"}               | Nmx",
        "{\"type\":\"Split\"                | {\"type\":\"Metaspace\"          | Metaspace",
        "(?i:                               | (?i                              | unsupported group",
        "\"!\":0,                           | \"!\":-1,                        | negative",
        "\"!\":0,                           | \"!\":1,                         | share an id",
        "\"!\":0,                           | \"!\":900000000,                 | ids up to",
        "\"!\":0,                           | \"!\":\"x\",                     | the id of '!'",
        "\"merges\":[[                      | \"merges\":[[\"a\"],[            | not a pair",
        "\"merges\":[[                      | \"merges\":[\"a b c\",[          | not a pair",
        "\"merges\":[[                      | \"merges\":[[\"q\",\"zq\"],[     | 'zq'",
        "\"decoder\":{\"type\":\"ByteLevel\" | \"decoder\":{\"type\":\"CTC\"   | decoder CTC",
        "\"content\":\"<r>\"                | \"content\":7                    | content",
      })
  void saysWhatIsWrong(String from, String to, String part) throws Exception {
    String good = Files.readString(TokenizerReferenceTest.resource("small.tokenizer.json"));
    assertTrue(good.contains(from), from);
    Path bad = Files.writeString(folder.resolve("t.json"), good.replace(from, to));
    String message = assertThrows(InputException.class, () -> Tokenizer.load(bad)).getMessage();
    assertTrue(message.startsWith(bad.toString()) && message.contains(part), message);
    assertEquals(-1, message.indexOf('\n'), message);
  }

  @Test
  void survivesMutations() throws Exception {
    byte[] good = Files.readAllBytes(TokenizerReferenceTest.resource("small.tokenizer.json"));
    Path path = folder.resolve("t.json");
    CounterRng rng = new CounterRng(3);
    int refused = 0;
    for (int round = 0; round < 400; round++) {
      byte[] bad = Arrays.copyOf(good, round % 4 == 0 ? rng.nextInt(good.length) : good.length);
      for (int k = 0; k < 3 && bad.length > 0; k++) {
        bad[rng.nextInt(bad.length)] = (byte) (32 + rng.nextInt(95));
      }
      Files.write(path, bad);
      try {
        Tokenizer.load(path).encode("Hello, the lips are pressed together.");
      } catch (InputException e) {
        refused++;
      }
    }
    assertTrue(refused > 150, refused + " of 400 refused");
    Files.write(path, "[]".getBytes(StandardCharsets.UTF_8));
    assertThrows(InputException.class, () -> Tokenizer.load(path));
    assertThrows(InputException.class, () -> Tokenizer.load(folder.resolve("none.json")));
  }
}
