package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import it.unimi.dsi.fastutil.doubles.DoubleList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What makes a SentencePiece BPE tokenizer (Kudo and Richardson 2018) for files that keep scores
 * instead of merges: neighbours whose joint token has the highest score merge first, unknown
 * characters become the tokens {@code <0x0A>} of their bytes, and U+2581 stands for a space. Built
 * as Hugging Face converts such a model: every way to cut a token in two known ones is a merge.
 *
 * @param tokens by id
 * @param scores one a token
 * @param added tokens found in the text as it stands
 * @param unknown the id of the token for unknown characters, or -1
 * @param prefixSpace whether a text begins with a space that decoding drops again
 * @param around the tokens around a text
 */
public record SentencePieceParts(
    List<String> tokens,
    DoubleList scores,
    List<AddedToken> added,
    int unknown,
    boolean prefixSpace,
    AroundText around) {
  private static final String SPACE = "\u2581";

  /** Longer tokens than any trainer makes: finding their merges would take too long. */
  private static final int LONGEST = 256;

  private record Candidate(double score, BytePairs.Merge merge) {}

  /**
   * The tokenizer.
   *
   * @throws IllegalArgumentException saying which token is at fault
   */
  public Tokenizer build() {
    Object2IntOpenHashMap<String> ids = new Object2IntOpenHashMap<>();
    ids.defaultReturnValue(-1);
    for (int id = 0; id < tokens.size(); id++) {
      if (ids.put(tokens.get(id), id) >= 0) {
        throw new IllegalArgumentException("token '" + tokens.get(id) + "' is listed twice");
      }
    }
    BpeOptions options =
        new BpeOptions(false, true, unknown < 0 ? null : tokens.get(unknown), true, "", "");
    return new Tokenizer(
        new TokenizerModel(
            new Vocabulary(ids), new WordModel.Bpe(merges(ids), options), added, settings()));
  }

  private List<BytePairs.Merge> merges(Object2IntOpenHashMap<String> ids) {
    boolean[] isAdded = new boolean[tokens.size()];
    added.forEach(t -> isAdded[t.id()] = true);
    List<Candidate> found = new ArrayList<>();
    for (int id = 0; id < tokens.size(); id++) {
      String token = tokens.get(id);
      if (isAdded[id]) {
        continue;
      }
      if (token.length() > LONGEST) {
        throw new IllegalArgumentException("token " + id + " is longer than " + LONGEST);
      }
      for (int cut = 1; cut < token.length(); cut++) {
        int left = ids.getInt(token.substring(0, cut));
        int right = left < 0 ? -1 : ids.getInt(token.substring(cut));
        if (right >= 0) {
          found.add(new Candidate(scores.getDouble(id), new BytePairs.Merge(left, right, id)));
        }
      }
    }
    found.sort(Comparator.comparingDouble(c -> -c.score));
    return found.stream().map(Candidate::merge).toList();
  }

  private ObjectNode settings() {
    ObjectNode settings = Templates.empty();
    ArrayNode normalizers =
        settings.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
    if (prefixSpace) {
      normalizers.addObject().put("type", "Prepend").put("prepend", SPACE);
    }
    replace(normalizers.addObject(), " ", SPACE);
    settings.putNull("pre_tokenizer");
    Templates.put(settings, around, tokens);
    ArrayNode decoders = settings.putObject("decoder").put("type", "Sequence").putArray("decoders");
    replace(decoders.addObject(), SPACE, " ");
    decoders.addObject().put("type", "ByteFallback");
    decoders.addObject().put("type", "Fuse");
    if (prefixSpace) {
      ObjectNode strip = decoders.addObject().put("type", "Strip").put("content", " ");
      strip.put("start", 1).put("stop", 0);
    }
    return settings;
  }

  private static void replace(ObjectNode node, String from, String to) {
    node.put("type", "Replace").put("content", to).putObject("pattern").put("String", from);
  }
}
