package org.affectgpt.io.decoder;

import java.util.LinkedHashSet;
import java.util.OptionalInt;
import java.util.Set;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.generate.Sampling;

/**
 * How a model's makers generate with it: {@code generation_config.json}.
 *
 * @param eosIds tokens that end a text; perhaps none
 * @param pad what fills the left of shorter prompts
 * @param sampling greedy unless the file says {@code do_sample}
 */
public record GenerationDefaults(Set<Integer> eosIds, OptionalInt pad, Sampling sampling) {
  /** The top-k of transformers when a file samples and names none. */
  private static final int TOP_K = 50;

  public GenerationDefaults {
    eosIds = Set.copyOf(eosIds);
  }

  /** Greedy, with these ends. */
  public static GenerationDefaults of(Set<Integer> eosIds, OptionalInt pad) {
    return new GenerationDefaults(eosIds, pad, Sampling.best());
  }

  /** Reads {@code generation_config.json}, or the same keys of {@code config.json}. */
  public static GenerationDefaults fromJson(String json, String source) {
    JsonConfig c = JsonConfig.parse(json, source);
    boolean greedy = !c.bool("do_sample", false);
    Sampling sampling =
        new Sampling(
            greedy,
            c.number("repetition_penalty", 1),
            c.number("temperature", 1),
            c.integer("top_k", TOP_K),
            c.number("top_p", 1),
            c.number("min_p", 0));
    return new GenerationDefaults(
        new LinkedHashSet<>(c.integers("eos_token_id")),
        c.has("pad_token_id") ? OptionalInt.of(c.integer("pad_token_id", 0)) : OptionalInt.empty(),
        sampling);
  }

  /** The token that padding and ended rows are filled with; it is never seen. */
  public int padId() {
    return pad.orElse(eosIds.stream().mapToInt(i -> i).min().orElse(0));
  }
}
