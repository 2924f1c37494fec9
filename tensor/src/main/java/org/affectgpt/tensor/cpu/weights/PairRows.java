package org.affectgpt.tensor.cpu.weights;

import jdk.incubator.vector.FloatVector;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/**
 * Rows of weights of 16 bits each. A vector of pairs is split by a shift and a mask, which
 * separates even from odd elements; A is brought into the same order.
 */
abstract class PairRows extends RowFormat {
  private static final int LANES = VectorWidth.LANES;
  private static final Scratch SEPARATED = new Scratch();
  private static final Scratch SUMS = new Scratch();

  /** The weight at an address. */
  abstract float get(long address);

  /**
   * Multiplies the first {@code k} elements of rows {@code row + r * apart} for {@code count}
   * values of r, four at most, and leaves a vector of sums for each.
   *
   * @return whether the sums are right; if not, weights are not finite
   */
  abstract boolean four(FloatSpan a, StoredRows b, int row, int apart, int count, float[] sums);

  /** Of {@code k} elements, those that fill pairs of vectors. */
  static int whole(int k) {
    return k / (2 * LANES) * (2 * LANES);
  }

  /** A copy: in each two vectors full first the even elements, then the odd; the rest as is. */
  @Override
  public final FloatSpan arranged(FloatSpan a, int k) {
    float[] data = a.data();
    float[] out = SEPARATED.get(k);
    int bound = whole(k);
    for (int p = 0; p < bound; p += 2 * LANES) {
      int from = a.at() + p;
      for (int i = 0; i < LANES; i++) {
        out[p + i] = data[from + 2 * i];
        out[p + LANES + i] = data[from + 2 * i + 1];
      }
    }
    System.arraycopy(data, a.at() + bound, out, bound, k - bound);
    return FloatSpan.of(out);
  }

  @Override
  public final void dots(FloatSpan a, StoredRows b, FloatSpan out, boolean add) {
    float[] sums = SUMS.get(4 * LANES);
    FourStreams.of(b.rows())
        .forEach(
            (row, apart, count) -> {
              boolean finite = four(a, b, row, apart, count, sums);
              for (int r = 0; r < count; r++) {
                int at = row + r * apart;
                long from = b.row(at);
                float sum =
                    finite
                        ? VectorWidth.sum(
                            FloatVector.fromArray(VectorWidth.FLOATS, sums, r * LANES))
                        : pairs(a, from, whole(b.k()));
                sum += rest(a, from, b.k());
                out.set(at, add ? out.get(at) + sum : sum);
              }
            });
  }

  /** The products of pairs one by one. */
  private float pairs(FloatSpan a, long b, int k) {
    float sum = 0;
    for (int p = 0; p < k; p += 2 * LANES) {
      for (int i = 0; i < LANES; i++) {
        long pair = b + 2L * (p + 2 * i);
        sum = Math.fma(a.get(p + i), get(pair), sum);
        sum = Math.fma(a.get(p + i + LANES), get(pair + 2), sum);
      }
    }
    return sum;
  }

  /** The products beyond whole vectors. */
  private float rest(FloatSpan a, long b, int k) {
    float sum = 0;
    for (int p = whole(k); p < k; p++) {
      sum = Math.fma(a.get(p), get(b + 2L * p), sum);
    }
    return sum;
  }
}
