package org.affectgpt.tensor.cpu.attention;

import jdk.incubator.vector.FloatVector;
import org.affectgpt.tensor.cpu.vector.VectorMath;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/** The steps of a softmax over one row of attention scores, a whole number of vectors long. */
final class ScoreSoftmax {
  private static final int LANES = VectorWidth.LANES;

  private ScoreSoftmax() {}

  /** The largest scaled score. */
  static float max(float[] scores, int from, int end, float scale) {
    FloatVector max = FloatVector.broadcast(VectorWidth.FLOATS, Float.NEGATIVE_INFINITY);
    for (int at = from; at < end; at += LANES) {
      max = max.max(FloatVector.fromArray(VectorWidth.FLOATS, scores, at).mul(scale));
    }
    return VectorWidth.max(max);
  }

  /** Turns scores into exp(scale * score - shift) and returns their sum. */
  static float exponentiate(float[] scores, int from, int end, float scale, float shift) {
    FloatVector sum = FloatVector.zero(VectorWidth.FLOATS);
    for (int at = from; at < end; at += LANES) {
      FloatVector score = FloatVector.fromArray(VectorWidth.FLOATS, scores, at);
      FloatVector p = VectorMath.exp(score.mul(scale).sub(shift));
      p.intoArray(scores, at);
      sum = sum.add(p);
    }
    // VectorWidth.sum, which this large a caller might not inline: its argument were an object then
    if (LANES >= 16) {
      sum = sum.add(sum.rearrange(VectorWidth.BY_EIGHT));
    }
    if (LANES >= 8) {
      sum = sum.add(sum.rearrange(VectorWidth.BY_FOUR));
    }
    if (LANES >= 4) {
      sum = sum.add(sum.rearrange(VectorWidth.BY_TWO));
    }
    return sum.add(sum.rearrange(VectorWidth.BY_ONE)).lane(0);
  }

  /** Multiplies any number of values. */
  static void scale(float[] x, int from, int length, float factor) {
    int bound = VectorWidth.FLOATS.loopBound(length);
    int j = 0;
    for (; j < bound; j += LANES) {
      FloatVector.fromArray(VectorWidth.FLOATS, x, from + j).mul(factor).intoArray(x, from + j);
    }
    for (; j < length; j++) {
      x[from + j] *= factor;
    }
  }
}
