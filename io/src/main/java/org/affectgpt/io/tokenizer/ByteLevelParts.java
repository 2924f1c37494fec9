package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.List;

/**
 * What makes a byte-level BPE tokenizer, for files that keep it in another form than {@code
 * tokenizer.json}.
 *
 * @param tokens by id; tokens among {@code added} need not be spelt in the byte alphabet
 * @param merges pairs of tokens with a space between, in the order in which they were learned
 * @param added tokens found in the text as it stands
 * @param patterns regular expressions, each of which cuts the pieces of the one before
 * @param nfc whether text is composed first
 * @param ignoreMerges whether a piece that is itself a token is taken whole
 * @param around the tokens around a text
 */
public record ByteLevelParts(
    List<String> tokens,
    List<String> merges,
    List<AddedToken> added,
    List<String> patterns,
    boolean nfc,
    boolean ignoreMerges,
    AroundText around) {

  /**
   * The tokenizer.
   *
   * @throws IllegalArgumentException saying which token or merge is at fault
   */
  public Tokenizer build() {
    Object2IntOpenHashMap<String> ids = new Object2IntOpenHashMap<>();
    ids.defaultReturnValue(-1);
    boolean[] isAdded = new boolean[tokens.size()];
    for (AddedToken t : added) {
      isAdded[t.id()] = true;
    }
    for (int id = 0; id < tokens.size(); id++) {
      if (!isAdded[id] && ids.put(tokens.get(id), id) >= 0) {
        throw new IllegalArgumentException("token '" + tokens.get(id) + "' is listed twice");
      }
    }
    List<BytePairs.Merge> pairs = new ArrayList<>();
    for (String merge : merges) {
      int space = merge.indexOf(' ', 1);
      if (space < 0) {
        throw new IllegalArgumentException("merge " + pairs.size() + " is not a pair");
      }
      String left = merge.substring(0, space);
      String right = merge.substring(space + 1);
      pairs.add(new BytePairs.Merge(known(ids, left), known(ids, right), known(ids, left + right)));
    }
    return new Tokenizer(
        new TokenizerModel(
            new Vocabulary(ids),
            new WordModel.Bpe(pairs, BpeOptions.plain(ignoreMerges)),
            added,
            settings()));
  }

  private static int known(Object2IntOpenHashMap<String> ids, String token) {
    int id = ids.getInt(token);
    if (id < 0) {
      throw new IllegalArgumentException(
          "a merge needs the token '" + token + "', which the vocabulary lacks");
    }
    return id;
  }

  private ObjectNode settings() {
    ObjectNode settings = Templates.empty();
    if (nfc) {
      settings.putObject("normalizer").put("type", "NFC");
    }
    ArrayNode steps =
        settings.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
    for (String pattern : patterns) {
      ObjectNode split = steps.addObject().put("type", "Split");
      split.putObject("pattern").put("Regex", pattern);
      split.put("behavior", "Isolated").put("invert", false);
    }
    byteLevel(steps.addObject());
    if (around.before() < 0 && around.after() < 0) {
      byteLevel(settings.putObject("post_processor"));
    } else {
      Templates.put(settings, around, tokens);
    }
    byteLevel(settings.putObject("decoder"));
    return settings;
  }

  private static void byteLevel(ObjectNode node) {
    node.put("type", "ByteLevel").put("add_prefix_space", false);
    node.put("trim_offsets", false).put("use_regex", false);
  }
}
