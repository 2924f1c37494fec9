package org.affectgpt.nn.decoder;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Dynamic NTK scaling (posts of bloc97 and emozilla, 2023): texts up to the trained length are not
 * scaled; a longer one raises theta with its length.
 *
 * @param positions the trained length, {@code max_position_embeddings}
 */
public record DynamicRope(double factor, int positions) implements RopeScaling {
  @Override
  public float[] frequencies(double theta, int dim, int length) {
    if (length <= positions) {
      return new None().frequencies(theta, dim, length);
    }
    float stretch = (float) factor * length / positions - (float) (factor - 1);
    float base = (float) theta * (float) StrictMath.pow(stretch, (float) (dim / (dim - 2.0)));
    return new None().frequencies(base, dim, length);
  }

  @Override
  public int stage(int length) {
    return length <= positions ? 0 : length;
  }

  @Override
  public int reach(int maxPositions) {
    return (int) Math.max(maxPositions, Math.min(1 << 30, maxPositions * factor));
  }

  @Override
  public void write(ObjectNode config) {
    config.putObject("rope_scaling").put("rope_type", "dynamic").put("factor", factor);
  }
}
