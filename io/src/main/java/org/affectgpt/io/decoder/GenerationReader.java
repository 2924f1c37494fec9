package org.affectgpt.io.decoder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.config.TokenLists;
import org.affectgpt.nn.generate.Cutoffs;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.nn.generate.TextRules;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/** Reads how tokens are chosen from the keys of {@code generation_config.json}. */
final class GenerationReader {
  /** The top-k of transformers when a file samples and names none. */
  private static final int TOP_K = 50;

  private final JsonConfig c;

  GenerationReader(JsonConfig c) {
    this.c = c;
  }

  /** Values that have no effect, such as a temperature where nothing is drawn, may be any. */
  Sampling sampling() {
    boolean greedy = !c.bool("do_sample", false);
    Sampling sampling =
        new Sampling(
            greedy,
            c.positiveNumber("repetition_penalty", 1),
            c.number("temperature", 1),
            c.integer("top_k", TOP_K),
            c.number("top_p", 1),
            c.number("min_p", 0),
            cutoffs(),
            rules());
    if (!greedy) {
      require(sampling.temperature() > 0, "temperature", "above 0");
      require(sampling.topK() >= 0, "top_k", "0 or more");
      require(sampling.topP() > 0 && sampling.topP() <= 1, "top_p", "above 0 and at most 1");
      require(sampling.minP() >= 0 && sampling.minP() <= 1, "min_p", "from 0 to 1");
    }
    return sampling;
  }

  private void require(boolean fits, String key, String range) {
    if (!fits) {
      throw new InputException(c.where(key) + " must be " + range + " but is " + c.shown(key));
    }
  }

  private Cutoffs cutoffs() {
    double topH = c.number("top_h", 0);
    require(!c.has("top_h") || (topH > 0 && topH <= 1), "top_h", "above 0 and at most 1");
    double typical = c.number("typical_p", 1);
    require(typical > 0, "typical_p", "above 0");
    return new Cutoffs(topH, typical, c.number("epsilon_cutoff", 0), c.number("eta_cutoff", 0));
  }

  private TextRules rules() {
    return new TextRules(
        bias(),
        new TokenLists(c).sequences("bad_words_ids"),
        new TextRules.Repeats(
            c.integer("no_repeat_ngram_size", 0),
            c.integer("encoder_no_repeat_ngram_size", 0),
            c.positiveNumber("encoder_repetition_penalty", 1)),
        new TextRules.Ends(
            c.integer("min_length", 0),
            c.integer("min_new_tokens", 0),
            one("forced_bos_token_id"),
            c.integers("forced_eos_token_id"),
            decay()),
        c.integers("suppress_tokens"),
        c.integers("begin_suppress_tokens"),
        c.bool("remove_invalid_values", false));
  }

  private OptionalInt one(String key) {
    return c.has(key) ? OptionalInt.of(c.integer(key, 0)) : OptionalInt.empty();
  }

  private Map<List<Integer>, Double> bias() {
    Map<List<Integer>, Double> all = new LinkedHashMap<>();
    for (TokenLists.Weighted w : new TokenLists(c).weighted("sequence_bias")) {
      all.put(w.ids(), w.weight());
    }
    return all;
  }

  private TextRules.@Nullable Decay decay() {
    String key = "exponential_decay_length_penalty";
    List<Double> pair = c.numbers(key);
    if (pair.isEmpty()) {
      return null;
    }
    require(
        pair.size() == 2 && pair.get(0) >= 0 && pair.get(0) == Math.rint(pair.get(0)),
        key,
        "a number of tokens and a factor");
    return new TextRules.Decay(pair.get(0).intValue(), pair.get(1));
  }
}
