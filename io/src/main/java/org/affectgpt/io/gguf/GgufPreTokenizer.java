package org.affectgpt.io.gguf;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How byte-level tokenizers cut text before merging, by the names that llama.cpp gives them in
 * {@code tokenizer.ggml.pre}.
 *
 * @param patterns regular expressions, applied one after the other to the pieces of the one before
 * @param nfc whether the reference tokenizer composes characters first
 * @param ignoreMerges whether a piece that is itself a token is taken whole
 * @param addBos whether text begins with the begin token where the file says nothing
 */
record GgufPreTokenizer(List<String> patterns, boolean nfc, boolean ignoreMerges, boolean addBos) {
  private static final String WORDS =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)";
  private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
  private static final String AFTER_NUMBERS =
      "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  private static final GgufPreTokenizer GPT2 =
      new GgufPreTokenizer(List.of(WORDS), false, false, false);
  private static final GgufPreTokenizer DEFAULT =
      new GgufPreTokenizer(
          List.of("[\\p{P}\\$\\+<=>\\^~\\|]+", WORDS, "\\p{N}+", "[0-9][0-9][0-9]"),
          false,
          false,
          false);
  private static final GgufPreTokenizer QWEN2 =
      new GgufPreTokenizer(
          List.of(CONTRACTIONS + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}" + AFTER_NUMBERS),
          true,
          false,
          false);
  private static final GgufPreTokenizer LLAMA3 =
      new GgufPreTokenizer(
          List.of(CONTRACTIONS + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}" + AFTER_NUMBERS),
          false,
          true,
          true);
  private static final GgufPreTokenizer SINGLE_DIGITS =
      new GgufPreTokenizer(List.of("\\p{N}", WORDS), false, false, false);

  private static final Map<String, GgufPreTokenizer> BY_NAME =
      Map.ofEntries(
          Map.entry("default", DEFAULT),
          Map.entry("gpt-2", GPT2),
          Map.entry("phi-2", GPT2),
          Map.entry("mpt", GPT2),
          Map.entry("olmo", GPT2),
          Map.entry("qwen2", QWEN2),
          Map.entry("deepseek-r1-qwen", QWEN2),
          Map.entry("llama3", LLAMA3),
          Map.entry("llama-v3", LLAMA3),
          Map.entry("llama-bpe", LLAMA3),
          Map.entry("smollm", SINGLE_DIGITS),
          Map.entry("starcoder", SINGLE_DIGITS),
          Map.entry("refact", SINGLE_DIGITS),
          Map.entry("codeshell", SINGLE_DIGITS));

  /** The pre-tokenizer of this name, or null. */
  static @Nullable GgufPreTokenizer of(String name) {
    return BY_NAME.get(name);
  }
}
