package org.affectgpt.test.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.tokenizer.BpeTrainer;
import org.affectgpt.io.tokenizer.Tokenizer;

/** {@code tokenizer.json}: loading it, and encoding and decoding with what was loaded. */
final class TokenizerTarget implements FuzzTarget {
  private static final String TEXT =
      "Hello, the 123 lips  aren't\n pressed<|end|> é愤😀 aaaaaaaaaaaa";

  @Override
  public String name() {
    return "tokenizer";
  }

  @Override
  public String suffix() {
    return ".json";
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    Path file = Files.createTempFile("seed", ".json");
    List<byte[]> seeds = new ArrayList<>();
    for (int size : new int[] {258, 300}) {
      BpeTrainer.ofSize(size)
          .special(List.of("<|end|>"))
          .train(List.of("the lips and the brows", "the voice and the words", "the the and"))
          .save(file);
      seeds.add(Files.readAllBytes(file));
    }
    Files.delete(file);
    return seeds;
  }

  @Override
  public long parse(Path file) {
    Tokenizer tokenizer = Tokenizer.load(file);
    int[] ids = tokenizer.encode(TEXT);
    return tokenizer.decode(ids, true).length() + tokenizer.vocabSize();
  }
}
