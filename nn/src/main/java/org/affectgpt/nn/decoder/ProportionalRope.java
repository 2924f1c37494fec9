package org.affectgpt.nn.decoder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/**
 * Only the fastest part of the pairs turns, the others stand still; what turns may be interpolated.
 *
 * @param part the part of a head that turns, above 0 and at most 1
 */
public record ProportionalRope(double factor, double part) implements RopeScaling {
  @Override
  public float[] frequencies(double theta, int dim, int length) {
    float[] all = new Linear(factor).frequencies(theta, dim, length);
    Arrays.fill(all, Math.min(all.length, (int) Math.floor(part * dim / 2)), all.length, 0);
    return all;
  }

  @Override
  public void write(ObjectNode config) {
    config
        .putObject("rope_scaling")
        .put("rope_type", "proportional")
        .put("factor", factor)
        .put("partial_rotary_factor", part);
  }
}
