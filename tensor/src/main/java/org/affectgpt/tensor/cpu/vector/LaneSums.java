package org.affectgpt.tensor.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.MatrixSpan;

/** BlockSums over rows, added in one fixed order. */
public final class LaneSums {
  private LaneSums() {}

  public static float dot(FloatSpan a, FloatSpan b, int length) {
    return dot(a.data(), a.at(), b.data(), b.at(), length);
  }

  private static float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
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

  /** The dot products of rows of two matrices, {@code out[r] = a[r] . b[r]}. */
  public static void dots(MatrixSpan a, MatrixSpan b, int rows, int length, float[] out) {
    for (int r = 0; r < rows; r++) {
      out[r] = dot(a.data(), a.row(r), b.data(), b.row(r), length);
    }
  }

  public static float sum(FloatSpan values, int length) {
    float[] a = values.data();
    int offset = values.at();
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
