package org.affectgpt.nn.decoder;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How rotary frequencies are stretched for texts longer than the model was first trained on, as the
 * {@code rope_scaling} of {@code config.json} describes it. All arithmetic is F32 where it is in
 * the reference ({@code modeling_rope_utils.py} of transformers).
 */
public sealed interface RopeScaling
    permits RopeScaling.None,
        RopeScaling.Linear,
        RopeScaling.Llama3,
        DynamicRope,
        LongRope,
        ProportionalRope,
        YarnRope {
  /**
   * Frequencies {@code [dim / 2]} of a text.
   *
   * @param theta base of the frequencies
   * @param dim width of a head
   * @param length tokens of the text, which most scalings do not look at
   */
  float[] frequencies(double theta, int dim, int length);

  /** What cosines and sines are multiplied with. */
  default float amplitude() {
    return 1;
  }

  /** Texts of equal stage have equal frequencies. */
  default int stage(int length) {
    return 0;
  }

  /** The longest text that the scaling is meant for. */
  default int reach(int maxPositions) {
    return maxPositions;
  }

  /** Adds the {@code rope_scaling} key, where there is one, to a {@code config.json}. */
  void write(ObjectNode config);

  /** Powers of theta, the plain wavelengths up to a factor: {@code theta^(2i / dim)}. */
  static float[] powers(double theta, int dim) {
    float[] all = new float[dim / 2];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) StrictMath.pow((float) theta, 2f * i / dim);
    }
    return all;
  }

  /** No scaling. */
  record None() implements RopeScaling {
    @Override
    public float[] frequencies(double theta, int dim, int length) {
      float[] all = powers(theta, dim);
      for (int i = 0; i < all.length; i++) {
        all[i] = 1f / all[i];
      }
      return all;
    }

    @Override
    public void write(ObjectNode config) {}
  }

  /** Position interpolation (Chen et al. 2023): every frequency divided by the factor. */
  record Linear(double factor) implements RopeScaling {
    @Override
    public float[] frequencies(double theta, int dim, int length) {
      float[] all = new None().frequencies(theta, dim, length);
      for (int i = 0; i < all.length; i++) {
        all[i] /= (float) factor;
      }
      return all;
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
    public float[] frequencies(double theta, int dim, int length) {
      float[] all = new None().frequencies(theta, dim, length);
      for (int i = 0; i < all.length; i++) {
        all[i] = frequency(all[i]);
      }
      return all;
    }

    /** The stretched frequency for the plain one. */
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
}
