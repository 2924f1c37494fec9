package org.affectgpt.tensor.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.cpu.memory.FloatSpan;

/**
 * BlockSums over a row. Floats are added lane by lane within a block, blocks in float64: the order
 * depends on nothing but the length.
 *
 * <p>Loops over several sums end with {@code !=}: C2 counts and unrolls those that end with {@code
 * <}, and then loads all that one sum needs before all that the next one needs. Memory is no longer
 * read in order, the processor fetches less of it ahead, and a long row takes half as long again.
 */
public final class BlockSums {
  private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  /** Values that are added in F32, before their sum meets others in float64. */
  static final int BLOCK = 2048;

  private static final int LEAST_PART = 64;

  private BlockSums() {}

  public static double sum(FloatSpan x, int n) {
    double total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      total += blockSum(x.data(), x.at() + i, Math.min(BLOCK, n - i));
    }
    return total;
  }

  /**
   * Leaves the mean and the sum of the squared deviations from it in {@code result}, in one pass
   * about the mean of a sixteenth of the row. That mean is at most four standard deviations off
   * whatever the values are, so the correction costs a factor of 17 in precision at the very most,
   * and none where the row is all of one kind.
   */
  public static void moments(FloatSpan x, int n, double[] result) {
    int part = Math.min(n, Math.max(LEAST_PART, (n + 15) / 16));
    float rough = (float) (sum(x, part) / part);
    result[0] = 0;
    result[1] = 0;
    for (int i = 0; i < n; i += BLOCK) {
      addDeviations(x.data(), x.at() + i, Math.min(BLOCK, n - i), rough, result);
    }
    double left = result[0] / n;
    result[0] = rough + left;
    result[1] = Math.max(0, result[1] - n * left * left);
  }

  public static double dot(FloatSpan x, FloatSpan y, int n) {
    double total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      total += blockDot(x.data(), x.at() + i, y.data(), y.at() + i, Math.min(BLOCK, n - i));
    }
    return total;
  }

  /** Sum of {@code (x - center) y}. */
  public static double centredDot(FloatSpan x, float center, FloatSpan y, int n) {
    double total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      total +=
          blockCentredDot(
              x.data(), x.at() + i, center, y.data(), y.at() + i, Math.min(BLOCK, n - i));
    }
    return total;
  }

  // Four sums side by side: one alone would wait for each addition to end.
  private static float blockSum(float[] x, int at, int n) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int end = n - n % (4 * LANES);
    int i = 0;
    for (; i != end; i += 4 * LANES) {
      s0 = s0.add(FloatVector.fromArray(S, x, at + i));
      s1 = s1.add(FloatVector.fromArray(S, x, at + i + LANES));
      s2 = s2.add(FloatVector.fromArray(S, x, at + i + 2 * LANES));
      s3 = s3.add(FloatVector.fromArray(S, x, at + i + 3 * LANES));
    }
    for (; i <= n - LANES; i += LANES) {
      s0 = s0.add(FloatVector.fromArray(S, x, at + i));
    }
    if (i < n) {
      s1 = s1.add(FloatVector.fromArray(S, x, at + i, VectorWidth.below(n - i)));
    }
    return VectorWidth.sum(s0.add(s1).add(s2.add(s3)));
  }

  /** Adds the sums of {@code x - center} and of its square to the two results. */
  private static void addDeviations(float[] x, int at, int n, float center, double[] result) {
    FloatVector c = FloatVector.broadcast(S, center);
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = s0;
    FloatVector t0 = s0;
    FloatVector t1 = s0;
    int end = n - n % (2 * LANES);
    int i = 0;
    for (; i != end; i += 2 * LANES) {
      FloatVector d0 = FloatVector.fromArray(S, x, at + i).sub(c);
      FloatVector d1 = FloatVector.fromArray(S, x, at + i + LANES).sub(c);
      s0 = s0.add(d0);
      s1 = s1.add(d1);
      t0 = d0.fma(d0, t0);
      t1 = d1.fma(d1, t1);
    }
    for (; i < n; i += LANES) {
      VectorMask<Float> m = VectorWidth.below(Math.min(LANES, n - i));
      FloatVector d = FloatVector.zero(S).blend(FloatVector.fromArray(S, x, at + i, m).sub(c), m);
      s0 = s0.add(d);
      t0 = d.fma(d, t0);
    }
    result[0] += VectorWidth.sum(s0.add(s1));
    result[1] += VectorWidth.sum(t0.add(t1));
  }

  private static float blockDot(float[] x, int xo, float[] y, int yo, int n) {
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int end = n - n % (4 * LANES);
    int i = 0;
    for (; i != end; i += 4 * LANES) {
      int u = xo + i;
      int v = yo + i;
      s0 = FloatVector.fromArray(S, x, u).fma(FloatVector.fromArray(S, y, v), s0);
      u += LANES;
      v += LANES;
      s1 = FloatVector.fromArray(S, x, u).fma(FloatVector.fromArray(S, y, v), s1);
      u += LANES;
      v += LANES;
      s2 = FloatVector.fromArray(S, x, u).fma(FloatVector.fromArray(S, y, v), s2);
      u += LANES;
      v += LANES;
      s3 = FloatVector.fromArray(S, x, u).fma(FloatVector.fromArray(S, y, v), s3);
    }
    for (; i <= n - LANES; i += LANES) {
      s0 = FloatVector.fromArray(S, x, xo + i).fma(FloatVector.fromArray(S, y, yo + i), s0);
    }
    if (i < n) {
      VectorMask<Float> m = VectorWidth.below(n - i);
      s1 = FloatVector.fromArray(S, x, xo + i, m).fma(FloatVector.fromArray(S, y, yo + i, m), s1);
    }
    return VectorWidth.sum(s0.add(s1).add(s2.add(s3)));
  }

  private static float blockCentredDot(float[] x, int xo, float center, float[] y, int yo, int n) {
    FloatVector s = FloatVector.zero(S);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector d = FloatVector.fromArray(S, x, xo + i).sub(center);
      s = d.fma(FloatVector.fromArray(S, y, yo + i), s);
    }
    if (i < n) {
      VectorMask<Float> m = VectorWidth.below(n - i);
      FloatVector d = FloatVector.fromArray(S, x, xo + i, m).sub(center);
      s = d.fma(FloatVector.fromArray(S, y, yo + i, m), s);
    }
    return VectorWidth.sum(s);
  }
}
