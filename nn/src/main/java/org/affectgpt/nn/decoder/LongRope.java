package org.affectgpt.nn.decoder;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * LongRoPE (Ding et al. 2024): every frequency has a divisor of its own, another one in texts
 * longer than the first training saw. With equal lists it is any fixed table of divisors.
 *
 * @param shortFactors divisors {@code [dim / 2]} in texts of up to {@code positions} tokens
 * @param longFactors divisors {@code [dim / 2]} in longer ones
 * @param attention what cosines and sines are multiplied with
 * @param positions context length before the scaling
 */
public record LongRope(
    List<Double> shortFactors, List<Double> longFactors, double attention, int positions)
    implements RopeScaling {
  public LongRope {
    shortFactors = List.copyOf(shortFactors);
    longFactors = List.copyOf(longFactors);
  }

  /** The attention factor that a file leaves open. */
  static double attention(double factor, int positions) {
    return factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(positions));
  }

  @Override
  public float[] frequencies(double theta, int dim, int length) {
    List<Double> divisors = length > positions ? longFactors : shortFactors;
    float[] all = RopeScaling.powers(theta, dim);
    for (int i = 0; i < all.length; i++) {
      all[i] = 1f / (divisors.get(i).floatValue() * all[i]);
    }
    return all;
  }

  @Override
  public float amplitude() {
    return (float) attention;
  }

  @Override
  public int stage(int length) {
    return length > positions ? 1 : 0;
  }

  @Override
  public void write(ObjectNode config) {
    ObjectNode rope = config.putObject("rope_scaling").put("rope_type", "longrope");
    ArrayNode shorts = rope.putArray("short_factor");
    shortFactors.forEach(shorts::add);
    ArrayNode longs = rope.putArray("long_factor");
    longFactors.forEach(longs::add);
    rope.put("attention_factor", attention).put("original_max_position_embeddings", positions);
  }
}
