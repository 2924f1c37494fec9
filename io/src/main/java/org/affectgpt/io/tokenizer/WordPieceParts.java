package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes a WordPiece tokenizer as BERT has it, for files that keep it in another form than
 * {@code tokenizer.json}.
 *
 * @param tokens by id; those inside a word begin with {@code ##}
 * @param added tokens found in the text as it stands
 * @param unknown the token for words that cannot be put together
 * @param text what is done to text first
 * @param around the tokens around a text
 */
public record WordPieceParts(
    List<String> tokens, List<AddedToken> added, String unknown, BertText text, AroundText around) {
  /** BERT's own limit. */
  private static final int LONGEST_WORD = 100;

  /**
   * What BERT does to text before it is cut.
   *
   * @param lowercase letters become small
   * @param stripAccents accents are dropped; null for the same as {@code lowercase}
   * @param chinese a Chinese character is a word
   */
  public record BertText(boolean lowercase, @Nullable Boolean stripAccents, boolean chinese) {}

  /**
   * The tokenizer.
   *
   * @throws IllegalArgumentException saying which token is at fault
   */
  public Tokenizer build() {
    return new Tokenizer(model());
  }

  TokenizerModel model() {
    Object2IntOpenHashMap<String> ids = new Object2IntOpenHashMap<>();
    for (int id = 0; id < tokens.size(); id++) {
      if (ids.containsKey(tokens.get(id))) {
        throw new IllegalArgumentException("token '" + tokens.get(id) + "' is listed twice");
      }
      ids.put(tokens.get(id), id);
    }
    WordModel words = new WordModel.WordPiece(unknown, "##", LONGEST_WORD);
    return new TokenizerModel(new Vocabulary(ids), words, added, settings());
  }

  private ObjectNode settings() {
    ObjectNode settings = Templates.empty();
    ObjectNode normalizer = settings.putObject("normalizer").put("type", "BertNormalizer");
    normalizer.put("clean_text", true).put("handle_chinese_chars", text.chinese());
    normalizer.put("strip_accents", text.stripAccents()).put("lowercase", text.lowercase());
    settings.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
    Templates.put(settings, around, tokens);
    settings.putObject("decoder").put("type", "WordPiece").put("prefix", "##").put("cleanup", true);
    return settings;
  }
}
