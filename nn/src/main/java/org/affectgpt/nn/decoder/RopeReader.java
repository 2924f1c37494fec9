package org.affectgpt.nn.decoder;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.tensor.InputException;

/**
 * Finds the rotary settings among the places that files keep them at, with transformers' order:
 * {@code rope_scaling}, if it says anything, counts before {@code rope_parameters}, and what they
 * say before {@code rope_theta} beside them.
 */
final class RopeReader {
  private static final String ORIGINAL = "original_max_position_embeddings";
  private static final String PARTIAL = "partial_rotary_factor";

  /** The settings, beside base and type, that each type looks at. */
  private static final Map<String, Set<String>> USED =
      Map.of(
          "default", Set.of(),
          "linear", Set.of("factor"),
          "dynamic", Set.of("factor"),
          "yarn",
              Set.of(
                  "factor",
                  ORIGINAL,
                  "attention_factor",
                  "beta_fast",
                  "beta_slow",
                  "mscale",
                  "mscale_all_dim",
                  "truncate"),
          "longrope", Set.of("factor", ORIGINAL, "attention_factor", "short_factor", "long_factor"),
          "llama3", Set.of("factor", ORIGINAL, "low_freq_factor", "high_freq_factor"),
          "proportional", Set.of("factor", PARTIAL));

  private final JsonConfig config;
  private final JsonConfig rope;
  private final int maxPositions;
  private final int headDim;

  private RopeReader(JsonConfig config, JsonConfig rope, int maxPositions, int headDim) {
    this.config = config;
    this.rope = rope;
    this.maxPositions = maxPositions;
    this.headDim = headDim;
  }

  /** The settings of a {@code config.json}. */
  static DecoderConfig.Rope read(JsonConfig c, int maxPositions, int headDim) {
    boolean old = c.has("rope_scaling") && !c.isEmpty("rope_scaling");
    if (old && c.has("rope_parameters") && !c.isEmpty("rope_parameters")) {
      c.note(
          c.where("rope_scaling")
              + " counts, not rope_parameters, which is there too; as in transformers");
    }
    JsonConfig rope = c.nested(old ? "rope_scaling" : "rope_parameters");
    DecoderKeys.rope().check(rope);
    RopeReader reader = new RopeReader(c, rope, maxPositions, headDim);
    reader.noteUnused();
    return new DecoderConfig.Rope(reader.theta(), reader.scaling(), maxPositions);
  }

  /** Says which settings are there that the type does not look at. */
  private void noteUnused() {
    Set<String> used = USED.getOrDefault(kind(), Set.of());
    Set<String> known = new TreeSet<>();
    USED.values().forEach(known::addAll);
    known.removeIf(key -> key.equals(PARTIAL) || used.contains(key) || !rope.has(key));
    if (!known.isEmpty()) {
      config.note(
          rope.where(String.join(", ", known))
              + " has no effect with rope_type "
              + JsonConfig.plain(kind())
              + ", as in transformers");
    }
  }

  private double theta() {
    if (config.names("rope_theta") && !config.has("rope_theta") && !rope.has("rope_theta")) {
      throw new InputException(
          config.where("rope_theta")
              + " is null; copy the number from the model's page, or drop it");
    }
    double outer = config.positiveNumber("rope_theta", 10000);
    double theta = rope.positiveNumber("rope_theta", outer);
    if (theta != outer && config.has("rope_theta")) {
      config.note(
          rope.where("rope_theta") + ", " + theta + ", counts, not rope_theta beside it, " + outer);
    }
    return theta;
  }

  private String kind() {
    return rope.text("rope_type", rope.text("type", "default"));
  }

  private RopeScaling scaling() {
    String kind = kind();
    if (!kind.equals("proportional")) {
      whole(kind);
    }
    return switch (kind) {
      case "default" -> new RopeScaling.None();
      case "linear" -> new RopeScaling.Linear(required("factor"));
      case "dynamic" -> dynamic();
      case "yarn" -> yarn();
      case "longrope" -> longrope();
      case "llama3" -> llama3();
      case "proportional" -> proportional();
      default ->
          throw new InputException(
              rope.where(rope.has("rope_type") ? "rope_type" : "type")
                  + " is "
                  + JsonConfig.plain(kind)
                  + "; default, linear, dynamic, yarn, longrope, llama3 and proportional are"
                  + " supported");
    };
  }

  /** The default type looks at no part; the others would make the reference fail. */
  private void whole(String kind) {
    double part = part();
    if ((int) (headDim * part) == headDim) {
      return;
    }
    JsonConfig holder = rope.has(PARTIAL) ? rope : config;
    if (kind.equals("default")) {
      config.note(
          holder.where(PARTIAL) + " has no effect here: transformers turns whole heads too");
    } else {
      throw new InputException(
          holder.where(PARTIAL)
              + " is "
              + part
              + ": heads that turn in part are not built with rope_type "
              + kind);
    }
  }

  private double part() {
    return rope.number(PARTIAL, config.number(PARTIAL, 1));
  }

  private RopeScaling dynamic() {
    if (headDim < 4) {
      throw new InputException(rope.where("rope_type") + ": dynamic needs heads of 4 or wider");
    }
    return new DynamicRope(required("factor"), maxPositions);
  }

  private RopeScaling yarn() {
    int positions = original();
    double factor = required("factor");
    double mscale = rope.number("mscale", 0);
    double all = rope.number("mscale_all_dim", 0);
    double usual =
        mscale != 0 && all != 0
            ? YarnRope.attention(factor, mscale) / YarnRope.attention(factor, all)
            : YarnRope.attention(factor, 1);
    double fast = rope.number("beta_fast", 0);
    double slow = rope.number("beta_slow", 0);
    return new YarnRope(
        factor,
        rope.nonNegative("attention_factor", usual),
        fast == 0 ? 32 : rope.positiveNumber("beta_fast", 0),
        slow == 0 ? 1 : rope.positiveNumber("beta_slow", 0),
        rope.bool("truncate", true),
        positions);
  }

  private RopeScaling longrope() {
    int positions = original();
    double factor = rope.positiveNumber("factor", (double) maxPositions / positions);
    return new LongRope(
        divisors("short_factor"),
        divisors("long_factor"),
        rope.nonNegative("attention_factor", LongRope.attention(factor, positions)),
        positions);
  }

  private List<Double> divisors(String key) {
    List<Double> all = rope.numbers(key);
    if (all.size() != headDim / 2 || all.stream().anyMatch(d -> d <= 0)) {
      throw new InputException(
          rope.where(key) + " must hold " + headDim / 2 + " positive numbers, one a frequency");
    }
    return all;
  }

  private RopeScaling llama3() {
    double low = required("low_freq_factor");
    double high = required("high_freq_factor");
    if (high <= low) {
      throw new InputException(
          rope.where("high_freq_factor") + " must be more than low_freq_factor, " + low);
    }
    return new RopeScaling.Llama3(required("factor"), low, high, original());
  }

  private RopeScaling proportional() {
    double part = part();
    if (!(part > 0 && part <= 1)) {
      throw new InputException(rope.where(PARTIAL) + " must be above 0 and at most 1, not " + part);
    }
    return new ProportionalRope(rope.positiveNumber("factor", 1), part);
  }

  private int original() {
    return config.has(ORIGINAL)
        ? config.positive(ORIGINAL, 1)
        : rope.positive(ORIGINAL, maxPositions);
  }

  private double required(String key) {
    if (!rope.has(key)) {
      throw new InputException(
          rope.where(key)
              + " is missing, which its rope_type needs; copy it from the model's page");
    }
    return rope.positiveNumber(key, 1);
  }
}
