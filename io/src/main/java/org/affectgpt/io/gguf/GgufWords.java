package org.affectgpt.io.gguf;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.affectgpt.io.tokenizer.AddedToken;
import org.affectgpt.io.tokenizer.AroundText;
import org.affectgpt.io.tokenizer.ByteLevelParts;
import org.affectgpt.io.tokenizer.SentencePieceParts;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.io.tokenizer.WordPieceParts;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * How a file's tokenizer turns words into tokens: by byte-level BPE with merges ({@code gpt2}), by
 * SentencePiece BPE with scores ({@code llama}) or by WordPiece ({@code bert}).
 *
 * @param addBos whether text begins with the begin token where the file says nothing
 * @param addSeparator whether text ends with the separator token where the file says nothing
 * @param hasBos false if the begin token that the file names is never used
 * @param builder makes the tokenizer, given the tokens around every text
 */
record GgufWords(
    boolean addBos, boolean addSeparator, boolean hasBos, Function<AroundText, Tokenizer> builder) {
  private static final String SPACE = "\u2581";

  static GgufWords of(GgufFile file, String model, List<String> tokens, List<AddedToken> added) {
    return switch (model) {
      case "gpt2" -> byteLevel(file, tokens, added);
      case "llama" -> sentencePiece(file, tokens, added);
      case "bert" -> wordPiece(file, tokens, added);
      default ->
          throw new InputException(
              file.path()
                  + ": tokenizer.ggml.model is '"
                  + GgufMetadata.quoted(model)
                  + "', which is not supported; byte-level BPE (gpt2), SentencePiece BPE (llama)"
                  + " and WordPiece (bert) are");
    };
  }

  /**
   * @throws IllegalArgumentException saying which token or merge is at fault
   */
  Tokenizer build(AroundText around) {
    return builder.apply(around);
  }

  private static GgufWords byteLevel(GgufFile file, List<String> tokens, List<AddedToken> added) {
    String pre = file.metadata().text(GgufTokenizer.PREFIX + "pre");
    GgufPreTokenizer cut = GgufPreTokenizer.of(pre == null || pre.isEmpty() ? "default" : pre);
    if (cut == null) {
      throw new InputException(
          file.path()
              + ": tokenizer.ggml.pre is '"
              + GgufMetadata.quoted(String.valueOf(pre))
              + "', which is not supported; use the model's tokenizer.json");
    }
    if (file.metadata().flag(GgufTokenizer.PREFIX + "add_space_prefix", false)) {
      throw new InputException(
          file.path()
              + ": tokenizer.ggml.add_space_prefix is true, which is not supported with"
              + " tokenizer.ggml.model gpt2");
    }
    List<String> merges = GgufTokenizer.array(file, "merges").strings();
    List<String> words = GgufTokenizer.withoutPadding(file, tokens);
    return new GgufWords(
        cut.addBos(),
        cut.addSeparator(),
        cut.hasBos(),
        around ->
            new ByteLevelParts(
                    words, merges, added, cut.patterns(), cut.nfc(), cut.ignoreMerges(), around)
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
    int unknown = GgufTokenizer.special(metadata, "unknown_token_id", tokens.size(), 0);
    boolean prefix = metadata.flag(GgufTokenizer.PREFIX + "add_space_prefix", true);
    return new GgufWords(
        true,
        false,
        true,
        around ->
            new SentencePieceParts(
                    tokens, DoubleArrayList.wrap(scores), added, unknown, prefix, around)
                .build());
  }

  private static GgufWords wordPiece(GgufFile file, List<String> tokens, List<AddedToken> added) {
    GgufMetadata metadata = file.metadata();
    List<String> spelt = tokens.stream().map(GgufWords::bertToken).toList();
    List<AddedToken> special = new ArrayList<>();
    for (AddedToken token : added) {
      special.add(AddedToken.special(token.id(), spelt.get(token.id())));
    }
    int unknown = GgufTokenizer.special(metadata, "unknown_token_id", tokens.size(), 100);
    String prefix = GgufTokenizer.PREFIX + "normalizer.";
    boolean lowercase = metadata.flag(prefix + "lowercase", true);
    @Nullable Boolean accents =
        metadata.has(prefix + "strip_accents")
            ? (Boolean) metadata.flag(prefix + "strip_accents", true)
            : null;
    return new GgufWords(
        true,
        true,
        true,
        around ->
            new WordPieceParts(
                    spelt,
                    special,
                    unknown < 0 ? "[UNK]" : spelt.get(unknown),
                    new WordPieceParts.BertText(lowercase, accents, true),
                    around)
                .build());
  }

  /** The file marks where words begin; the tokenizer marks where they go on. */
  private static String bertToken(String token) {
    if (token.startsWith(SPACE)) {
      return token.substring(1);
    }
    boolean special = token.startsWith("[") && token.endsWith("]");
    return special ? token : "##" + token;
  }
}
