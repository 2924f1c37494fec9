package org.affectgpt.test.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.safetensors.SafeTensorsWriter;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.tokenizer.BpeTrainer;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.io.weights.WeightFiles;

/** Files that mean something beside others: indices of shards, settings of tokenizers. */
final class FolderTargets {
  private static final String INDEX =
      """
      {"metadata":{"total_size":48},"weight_map":{"a.weight":"one.safetensors",
      "b.weight":"two.safetensors"}}""";

  private static final String SETTINGS =
      """
      {"add_bos_token":false,"add_prefix_space":false,"added_tokens_decoder":{"258":{
      "content":"<|end|>","lstrip":false,"normalized":false,"rstrip":false,"single_word":false,
      "special":true}},"additional_special_tokens":["<|end|>"],"bos_token":null,
      "chat_template":"{% for m in messages %}{{ m['role'] + ': ' + m['content'] }}{% endfor %}",
      "clean_up_tokenization_spaces":false,"eos_token":"<|end|>","errors":"replace",
      "model_max_length":32768,"pad_token":"<|end|>","split_special_tokens":false,
      "tokenizer_class":"Qwen2Tokenizer","unk_token":null}""";

  private static final String BERT =
      """
      {"tokenizer_class":"BertTokenizerFast","do_lower_case":false,"strip_accents":null,
      "tokenize_chinese_chars":true,"unk_token":"[UNK]","sep_token":{"__type":"AddedToken",
      "content":"[SEP]","lstrip":true,"rstrip":false,"normalized":false,"single_word":true},
      "cls_token":"[CLS]","image_token":"<image>","additional_special_tokens":["<face>"],
      "added_tokens_decoder":{"7":{"content":"[MASK]","lstrip":false,"rstrip":true,
      "normalized":true,"single_word":false,"special":true}},"split_special_tokens":false,
      "clean_up_tokenization_spaces":true,"model_max_length":512}
      """;

  private static final String PIECES = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nhello\n##s\nthe\n";

  private FolderTargets() {}

  static List<FuzzTarget> all() {
    return List.of(
        new FolderTarget(
            "safetensors-index",
            "model.safetensors.index.json",
            FileTarget.bytes(INDEX),
            Map.of("one.safetensors", shard("a.weight"), "two.safetensors", shard("b.weight")),
            FolderTargets::weights),
        new FolderTarget(
            "model-folder",
            HuggingFaceFolder.TOKENIZER_CONFIG,
            FileTarget.bytes(SETTINGS),
            Map.of(HuggingFaceFolder.TOKENIZER, tokenizer()),
            FolderTargets::words),
        new FolderTarget(
            "bert-folder",
            HuggingFaceFolder.TOKENIZER_CONFIG,
            FileTarget.bytes(BERT),
            Map.of("vocab.txt", PIECES.getBytes(StandardCharsets.UTF_8)),
            FolderTargets::pieces),
        FolderTarget.text("bert-vocabulary", "vocab.txt", FolderTargets::pieces, PIECES));
  }

  private static long pieces(Path folder) {
    Tokenizer tokenizer = Tokenizer.ofFolder(folder);
    int[] ids = tokenizer.encodeWithSpecial("Hello the hellos<image> [MASK]  <face>é");
    return (long) tokenizer.decode(ids, true).length() + tokenizer.vocabSize();
  }

  private static long weights(Path folder) {
    try (Arena arena = Arena.ofShared();
        TensorSource source = WeightFiles.open(folder, arena)) {
      long sum = 0;
      for (TensorEntry entry : source.entries()) {
        sum += entry.shape().hashCode() + entry.toFloats().length;
      }
      return sum;
    }
  }

  private static long words(Path folder) {
    HuggingFaceFolder model = new HuggingFaceFolder(folder);
    return model.requireTokenizer().encode("a <|end|> b").length
        + model.chatTemplates().map(t -> t.toString().length()).orElse(0);
  }

  private static byte[] shard(String name) {
    return written(
        ".safetensors",
        file ->
            new SafeTensorsWriter()
                .floats(name, StoredType.F32, new long[] {2, 3}, new float[6])
                .write(file));
  }

  private static byte[] tokenizer() {
    return written(
        ".json",
        file ->
            BpeTrainer.ofSize(258).special(List.of("<|end|>")).train(List.of("the")).save(file));
  }

  private static byte[] written(String suffix, java.util.function.Consumer<Path> write) {
    try {
      Path file = Files.createTempFile("seed", suffix);
      write.accept(file);
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
