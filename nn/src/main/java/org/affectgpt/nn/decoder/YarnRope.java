package org.affectgpt.nn.decoder;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * YaRN (Peng et al. 2023): fast frequencies stay, slow ones are divided by the factor, a ramp lies
 * between; the attention becomes a little sharper.
 *
 * @param attention what cosines and sines are multiplied with
 * @param betaFast turns within the original context from which on a frequency is fast
 * @param betaSlow turns below which it is slow
 * @param truncate whether the ends of the ramp are rounded to whole frequencies
 * @param positions context length before the scaling
 */
public record YarnRope(
    double factor,
    double attention,
    double betaFast,
    double betaSlow,
    boolean truncate,
    int positions)
    implements RopeScaling {

  /** The attention factor that a file leaves open. */
  static double attention(double factor, double scale) {
    return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
  }

  /** With the usual constants. */
  public static YarnRope of(double factor, int positions) {
    return new YarnRope(factor, attention(factor, 1), 32, 1, true, positions);
  }

  @Override
  public float[] frequencies(double theta, int dim, int length) {
    double low = place(betaFast, theta, dim);
    double high = place(betaSlow, theta, dim);
    low = Math.max(truncate ? Math.floor(low) : low, 0);
    high = Math.min(truncate ? Math.ceil(high) : high, dim - 1);
    if (low == high) {
      high += 0.001;
    }
    float[] all = RopeScaling.powers(theta, dim);
    for (int i = 0; i < all.length; i++) {
      float ramp = Math.clamp((i - (float) low) / (float) (high - low), 0f, 1f);
      float kept = 1 - ramp;
      float slow = 1f / ((float) factor * all[i]);
      all[i] = slow * (1 - kept) + 1f / all[i] * kept;
    }
    return all;
  }

  /** The frequency, by its place among them, that turns so often within the original context. */
  private double place(double turns, double theta, int dim) {
    return dim * Math.log(positions / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
  }

  @Override
  public float amplitude() {
    return (float) attention;
  }

  @Override
  public void write(ObjectNode config) {
    config
        .putObject("rope_scaling")
        .put("rope_type", "yarn")
        .put("factor", factor)
        .put("attention_factor", attention)
        .put("beta_fast", betaFast)
        .put("beta_slow", betaSlow)
        .put("truncate", truncate)
        .put("original_max_position_embeddings", positions);
  }
}
