package org.affectgpt.io.gguf;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.affectgpt.io.tokenizer.AddedToken;
import org.affectgpt.io.tokenizer.ByteLevelParts;
import org.affectgpt.io.tokenizer.SentencePieceParts;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.tensor.InputException;

/**
 * How a file's tokenizer turns words into tokens: by byte-level BPE with merges ({@code gpt2}) or
 * by SentencePiece BPE with scores ({@code llama}).
 *
 * @param addBos whether text begins with the begin token where the file says nothing
 * @param builder makes the tokenizer, given the token that begins every text, or -1
 */
record GgufWords(boolean addBos, IntFunction<Tokenizer> builder) {

  static GgufWords of(GgufFile file, String model, List<String> tokens, List<AddedToken> added) {
    return switch (model) {
      case "gpt2" -> byteLevel(file, tokens, added);
      case "llama" -> sentencePiece(file, tokens, added);
      default ->
          throw new InputException(
              file.path()
                  + ": its tokenizer is of the kind "
                  + GgufMetadata.quoted(model)
                  + "; byte-level BPE (gpt2) and SentencePiece BPE (llama) are supported");
    };
  }

  /**
   * @throws IllegalArgumentException saying which token or merge is at fault
   */
  Tokenizer build(int before) {
    return builder.apply(before);
  }

  private static GgufWords byteLevel(GgufFile file, List<String> tokens, List<AddedToken> added) {
    String pre = file.metadata().text(GgufTokenizer.PREFIX + "pre");
    GgufPreTokenizer cut = GgufPreTokenizer.of(pre == null ? "default" : pre);
    if (cut == null) {
      throw new InputException(
          file.path()
              + ": its tokenizer cuts words by '"
              + GgufMetadata.quoted(pre)
              + "', which is not supported");
    }
    List<String> merges = GgufTokenizer.array(file, "merges").strings();
    List<String> words = GgufTokenizer.withoutPadding(file, tokens);
    return new GgufWords(
        cut.addBos(),
        before ->
            new ByteLevelParts(
                    words, merges, added, cut.patterns(), cut.nfc(), cut.ignoreMerges(), before)
                .build());
  }

  private static GgufWords sentencePiece(
      GgufFile file, List<String> tokens, List<AddedToken> added) {
    GgufMetadata metadata = file.metadata();
    double[] scores = GgufTokenizer.array(file, "scores").reals();
    if (scores.length != tokens.size()) {
      throw new InputException(
          file.path()
              + ": its tokenizer has "
              + tokens.size()
              + " tokens but "
              + scores.length
              + " scores");
    }
    int unknown = GgufTokenizer.special(metadata, "unknown_token_id", tokens.size());
    boolean prefix = metadata.flag(GgufTokenizer.PREFIX + "add_space_prefix", true);
    return new GgufWords(
        true,
        before ->
            new SentencePieceParts(
                    tokens, DoubleArrayList.wrap(scores), added, unknown, prefix, before)
                .build());
  }
}
