package org.affectgpt.test.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.io.tokenizer.Tokenizer;

/** {@code tokenizer_config.json} and {@code vocab.txt} of a folder of an older BERT. */
final class TokenizerConfigTarget implements FuzzTarget {
  private static final String CONFIG =
      """
      {"tokenizer_class":"BertTokenizerFast","do_lower_case":false,"strip_accents":null,
      "tokenize_chinese_chars":true,"unk_token":"[UNK]","sep_token":{"__type":"AddedToken",
      "content":"[SEP]","lstrip":true,"rstrip":false,"normalized":false,"single_word":true},
      "cls_token":"[CLS]","image_token":"<image>","additional_special_tokens":["<face>"],
      "added_tokens_decoder":{"7":{"content":"[MASK]","lstrip":false,"rstrip":true,
      "normalized":true,"single_word":false,"special":true}},"split_special_tokens":false,
      "clean_up_tokenization_spaces":true,"model_max_length":512}
      """;

  private static final String WORDS = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nhello\n##s\nthe\n";

  @Override
  public String name() {
    return "tokenizer-config";
  }

  @Override
  public String suffix() {
    return ".json";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(CONFIG.getBytes(StandardCharsets.UTF_8), WORDS.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public long parse(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      Path folder = Files.createTempDirectory("folder");
      try {
        boolean json = bytes.length > 0 && bytes[0] == '{';
        Files.write(
            folder.resolve("tokenizer_config.json"),
            json ? bytes : "{}".getBytes(StandardCharsets.UTF_8));
        Files.write(
            folder.resolve("vocab.txt"), json ? WORDS.getBytes(StandardCharsets.UTF_8) : bytes);
        Tokenizer tokenizer = Tokenizer.ofFolder(folder);
        int[] ids = tokenizer.encodeWithSpecial("Hello the hellos<image> [MASK]  <face>é");
        return (long) tokenizer.decode(ids, true).length() + tokenizer.vocabSize();
      } finally {
        Files.deleteIfExists(folder.resolve("tokenizer_config.json"));
        Files.deleteIfExists(folder.resolve("vocab.txt"));
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
