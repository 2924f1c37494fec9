package org.affectgpt.io.decoder;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.decoder.GenerationNames;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.tensor.InputException;

/**
 * How a model's makers generate with it: {@code generation_config.json}.
 *
 * @param eosIds tokens that end a text; perhaps none
 * @param pad what fills the left of shorter prompts
 * @param sampling greedy unless the file says {@code do_sample}
 * @param length how long texts may become
 * @param stops strings that end a text
 * @param notes what the user should know of the file, one line each
 */
public record GenerationDefaults(
    Set<Integer> eosIds,
    OptionalInt pad,
    Sampling sampling,
    Length length,
    List<String> stops,
    List<String> notes) {
  public GenerationDefaults {
    eosIds = Set.copyOf(eosIds);
    stops = List.copyOf(stops);
    notes = List.copyOf(notes);
  }

  /**
   * How long a text may become.
   *
   * @param newTokens new tokens at most
   * @param tokens tokens at most, the prompt among them, where the other is not given
   */
  public record Length(OptionalInt newTokens, OptionalInt tokens) {
    /** Nothing is said. */
    static Length open() {
      return new Length(OptionalInt.empty(), OptionalInt.empty());
    }

    /**
     * New tokens at most after a prompt; {@code otherwise} where nothing is said.
     *
     * @throws InputException if the prompt alone is too long
     */
    public int after(int prompt, int otherwise) {
      if (newTokens.isEmpty() && tokens.isPresent() && tokens.getAsInt() <= prompt) {
        throw new InputException(
            "the prompt has "
                + prompt
                + " tokens, but the model's generation_config.json allows "
                + tokens.getAsInt()
                + " with the answer (max_length); give --max-tokens");
      }
      return newTokens.orElse(tokens.isPresent() ? tokens.getAsInt() - prompt : otherwise);
    }
  }

  /** Greedy, with these ends. */
  public static GenerationDefaults of(Set<Integer> eosIds, OptionalInt pad) {
    return new GenerationDefaults(
        eosIds, pad, Sampling.best(), Length.open(), List.of(), List.of());
  }

  /** The same after what is to be known of another file. */
  public GenerationDefaults withNotes(List<String> others) {
    Set<String> all = new LinkedHashSet<>(others);
    all.addAll(notes);
    return new GenerationDefaults(eosIds, pad, sampling, length, stops, List.copyOf(all));
  }

  /** Reads {@code generation_config.json}; {@code source} names the file in errors. */
  public static GenerationDefaults fromJson(String json, String source) {
    JsonConfig c = JsonConfig.parse(json, source);
    GenerationKeys.table().check(c);
    return read(c);
  }

  /**
   * What the {@code config.json} of a folder without {@code generation_config.json} says.
   *
   * @throws InputException naming file and key
   */
  public static GenerationDefaults fromConfig(JsonConfig config) {
    List<String> names = new ArrayList<>(GenerationNames.all());
    names.addAll(List.of("eos_token_id", "pad_token_id"));
    JsonConfig c = config.only(names);
    GenerationKeys.table().check(c);
    return read(c);
  }

  private static GenerationDefaults read(JsonConfig c) {
    Set<Integer> eos = new LinkedHashSet<>(c.integers("eos_token_id"));
    eos.removeIf(id -> id < 0);
    int pad = c.has("pad_token_id") ? c.integer("pad_token_id", 0) : -1;
    Sampling sampling = new GenerationReader(c).sampling();
    Length length = new Length(count(c, "max_new_tokens"), count(c, "max_length"));
    return new GenerationDefaults(
        eos,
        pad < 0 ? OptionalInt.empty() : OptionalInt.of(pad),
        sampling,
        length,
        stops(c),
        c.notes());
  }

  private static OptionalInt count(JsonConfig c, String key) {
    return c.has(key) ? OptionalInt.of(c.positive(key, 1)) : OptionalInt.empty();
  }

  private static List<String> stops(JsonConfig c) {
    List<String> all =
        new ArrayList<>(
            c.isText("stop_strings")
                ? List.of(c.text("stop_strings", ""))
                : c.texts("stop_strings"));
    all.removeIf(String::isEmpty);
    return all;
  }

  /** The token that padding and ended rows are filled with; it is never seen. */
  public int padId() {
    return pad.orElse(eosIds.stream().mapToInt(i -> i).min().orElse(0));
  }
}
