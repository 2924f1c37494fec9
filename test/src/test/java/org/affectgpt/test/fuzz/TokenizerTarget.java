package org.affectgpt.test.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.tokenizer.BpeTrainer;
import org.affectgpt.io.tokenizer.Tokenizer;

/**
 * {@code tokenizer.json} of every model: loading it, and encoding and decoding with what was
 * loaded.
 */
final class TokenizerTarget implements FuzzTarget {
  private static final String TEXT =
      "Hello, the 123 lips  aren't\n pressed<|end|> é愤😀 aaaaaaaaaaaa";

  private static final String WORD_PIECE =
      """
      {"version":"1.0","truncation":null,"padding":{"strategy":"BatchLongest"},"added_tokens":[
      {"id":0,"content":"[UNK]","single_word":true,"lstrip":true,"rstrip":true,"normalized":true,
      "special":true}],"normalizer":{"type":"BertNormalizer","clean_text":true,
      "handle_chinese_chars":true,"strip_accents":null,"lowercase":true},"pre_tokenizer":
      {"type":"BertPreTokenizer"},"post_processor":{"type":"TemplateProcessing","single":[
      {"SpecialToken":{"id":"[UNK]","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],"pair":[],
      "special_tokens":{"[UNK]":{"id":"[UNK]","ids":[0],"tokens":["[UNK]"]}}},"decoder":
      {"type":"WordPiece","prefix":"##","cleanup":true},"model":{"type":"WordPiece",
      "unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,
      "vocab":{"[UNK]":0,"he":1,"##l":2,"##lo":3,"lips":4,"a":5,"##a":6}}}
      """;

  private static final String UNIGRAM =
      """
      {"version":"1.0","added_tokens":[],"normalizer":{"type":"Sequence","normalizers":[
      {"type":"Nmt"},{"type":"Strip","strip_left":true,"strip_right":true},{"type":"Precompiled",
      "precompiled_charsmap":"CAAAAAAAAAAAAAAAYQAAAA=="}]},"pre_tokenizer":{"type":"Sequence",
      "pretokenizers":[{"type":"Punctuation","behavior":"Isolated"},{"type":"Metaspace",
      "replacement":"_","prepend_scheme":"always","split":true},{"type":"FixedLength","length":3},
      {"type":"Digits","individual_digits":true}]},"post_processor":{"type":"BertProcessing",
      "sep":["b",1],"cls":["a",0]},"decoder":{"type":"Sequence","decoders":[{"type":"CTC",
      "pad_token":"a","word_delimiter_token":"|","cleanup":true},{"type":"Metaspace",
      "replacement":"_","prepend_scheme":"first","split":false}]},"model":{"type":"Unigram",
      "unk_id":0,"vocab":[["<unk>",0.0],["_",-1.5],["_th",-2.5],["e",-3],["aa",-1e9],
      ["<0x0A>",-4]],"byte_fallback":true}}
      """;

  private static final List<String> KINDS = List.of(WORD_PIECE, UNIGRAM);

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
    for (String kind : KINDS) {
      seeds.add(kind.getBytes(StandardCharsets.UTF_8));
    }
    return seeds;
  }

  @Override
  public long parse(Path file) {
    Tokenizer tokenizer = Tokenizer.load(file);
    int[] ids = tokenizer.encode(TEXT);
    tokenizer.encodeWithSpecial(TEXT);
    return (long) tokenizer.decode(ids, true).length() + tokenizer.vocabSize();
  }
}
