package org.affectgpt.tensor.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** BlockSums over rows, added in one fixed order. */
public final class LaneSums {
  private LaneSums() {}

  public static float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
    FloatVector sum = FloatVector.zero(VectorWidth.FLOATS);
    int bound = VectorWidth.FLOATS.loopBound(length);
    int j = 0;
    for (; j < bound; j += VectorWidth.LANES) {
      FloatVector x = FloatVector.fromArray(VectorWidth.FLOATS, a, aOffset + j);
      sum = x.fma(FloatVector.fromArray(VectorWidth.FLOATS, b, bOffset + j), sum);
    }
    if (j < length) {
      VectorMask<Float> rest = VectorWidth.below(length - j);
      FloatVector x = FloatVector.fromArray(VectorWidth.FLOATS, a, aOffset + j, rest);
      sum = x.fma(FloatVector.fromArray(VectorWidth.FLOATS, b, bOffset + j, rest), sum);
    }
    return VectorWidth.sum(sum);
  }

  /**
   * The dot products of rows of two matrices, {@code out[r] = a[r] . b[r]}.
   *
   * @param stride elements between neighbouring rows of either
   */
  public static void dots(
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int stride,
      int rows,
      int length,
      float[] out) {
    for (int r = 0; r < rows; r++) {
      out[r] = dot(a, aOffset + r * stride, b, bOffset + r * stride, length);
    }
  }

  public static float sum(float[] a, int offset, int length) {
    FloatVector sum = FloatVector.zero(VectorWidth.FLOATS);
    int bound = VectorWidth.FLOATS.loopBound(length);
    int j = 0;
    for (; j < bound; j += VectorWidth.LANES) {
      sum = sum.add(FloatVector.fromArray(VectorWidth.FLOATS, a, offset + j));
    }
    if (j < length) {
      VectorMask<Float> rest = VectorWidth.below(length - j);
      sum = sum.add(FloatVector.fromArray(VectorWidth.FLOATS, a, offset + j, rest));
    }
    return VectorWidth.sum(sum);
  }
}
