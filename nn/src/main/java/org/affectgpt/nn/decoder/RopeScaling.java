package org.affectgpt.nn.decoder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.tensor.InputException;

/**
 * How rotary frequencies are stretched for texts longer than the model was first trained on, as the
 * {@code rope_scaling} of {@code config.json} describes it. All arithmetic is F32, as in the
 * reference.
 */
public sealed interface RopeScaling {
  /** The stretched frequency for the plain one, {@code theta^(-2i / dim)}. */
  float frequency(float plain);

  /** Adds the {@code rope_scaling} key, where there is one, to a {@code config.json}. */
  void write(ObjectNode config);

  /** No scaling. */
  record None() implements RopeScaling {
    @Override
    public float frequency(float plain) {
      return plain;
    }

    @Override
    public void write(ObjectNode config) {}
  }

  /** Position interpolation (Chen et al. 2023): every frequency divided by the factor. */
  record Linear(double factor) implements RopeScaling {
    @Override
    public float frequency(float plain) {
      return plain / (float) factor;
    }

    @Override
    public void write(ObjectNode config) {
      config.putObject("rope_scaling").put("rope_type", "linear").put("factor", factor);
    }
  }

  /**
   * Llama 3.1's scaling: short waves stay, long ones are divided by the factor, those between are
   * blended.
   *
   * @param lowFactor original positions per wave from which on waves are long
   * @param highFactor original positions per wave from which on waves are short
   * @param positions context length before the scaling
   */
  record Llama3(double factor, double lowFactor, double highFactor, int positions)
      implements RopeScaling {
    @Override
    public float frequency(float plain) {
      float wave = (float) (2 * Math.PI) / plain;
      if (wave < (float) (positions / highFactor)) {
        return plain;
      }
      if (wave > (float) (positions / lowFactor)) {
        return plain / (float) factor;
      }
      float smooth = (positions / wave - (float) lowFactor) / (float) (highFactor - lowFactor);
      return (1 - smooth) * plain / (float) factor + smooth * plain;
    }

    @Override
    public void write(ObjectNode config) {
      config
          .putObject("rope_scaling")
          .put("rope_type", "llama3")
          .put("factor", factor)
          .put("low_freq_factor", lowFactor)
          .put("high_freq_factor", highFactor)
          .put("original_max_position_embeddings", positions);
    }
  }

  /**
   * Reads {@code rope_parameters} or {@code rope_scaling}.
   *
   * @param maxPositions what stands in for a missing original context length
   */
  static RopeScaling of(JsonConfig rope, int maxPositions) {
    String kind = rope.text("rope_type", rope.text("type", "default"));
    return switch (kind) {
      case "default" -> new None();
      case "linear" -> new Linear(atLeastOne(rope, "factor"));
      case "llama3" -> {
        double low = atLeastOne(rope, "low_freq_factor");
        double high = atLeastOne(rope, "high_freq_factor");
        if (high <= low) {
          throw new InputException(
              rope.where("high_freq_factor") + " must be more than low_freq_factor, " + low);
        }
        int positions = rope.positive("original_max_position_embeddings", maxPositions);
        yield new Llama3(atLeastOne(rope, "factor"), low, high, positions);
      }
      default ->
          throw new InputException(
              rope.where("rope_type")
                  + " is "
                  + kind
                  + "; default, linear and llama3 are supported");
    };
  }

  private static double atLeastOne(JsonConfig rope, String key) {
    double value = rope.number(key, 0);
    if (!(value >= 1)) {
      throw new InputException(rope.where(key) + " must be a number of at least 1");
    }
    return value;
  }
}
