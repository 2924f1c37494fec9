package org.affectgpt.io.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.affectgpt.io.tokenizer.unicode.Utf8;

/** What holds for any text. */
class TokenizerPropertyTest {
  private final Tokenizer tokenizer =
      BpeTrainer.ofSize(300)
          .special(List.of("<|end|>"))
          .train(List.of("the lips and the brows", "the voice and the words", "the the and and"));

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> known = Arbitraries.of("the", " and", "\n", "  ", "é", "愤怒", "😀", "'s");
    Arbitrary<String> any =
        Arbitraries.integers().between(0, 0x2FFF).map(c -> Character.toString(c));
    return Arbitraries.oneOf(known, any).list().ofMaxSize(40).map(parts -> String.join("", parts));
  }

  @Property(tries = 500)
  void decodingGivesTheNormalisedText(@ForAll("texts") String text) {
    String decoded = tokenizer.decode(tokenizer.encode(text), false);
    assertEquals(
        Normalizer.normalize(text, Normalizer.Form.NFKC),
        Normalizer.normalize(decoded, Normalizer.Form.NFKC));
  }

  @Property(tries = 200)
  void theCacheChangesNothing(@ForAll("texts") String text) {
    assertArrayEquals(tokenizer.encode(text), tokenizer.encode(text));
    String twice = tokenizer.decode(tokenizer.encode(text + "<|end|>" + text), true);
    String once = tokenizer.decode(tokenizer.encode(text), true);
    assertEquals(once + once, twice);
  }

  @Property(tries = 500)
  void decodesUtf8LikeJavaWhereItIsValid(@ForAll("texts") String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder();
    assertEquals(bytes.length, Utf8.decode(bytes, bytes.length, false, out));
    assertEquals(text, out.toString());
  }

  @Property(tries = 200)
  void unpairedSurrogatesBecomeReplacements(@ForAll("texts") String text) {
    String broken = text + "\uD800x";
    assertArrayEquals(tokenizer.encode(text + "\uFFFDx"), tokenizer.encode(broken));
  }
}
