package org.affectgpt.tensor.cpu.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.cpu.memory.MatrixSpan;
import org.affectgpt.tensor.cpu.memory.Scratch;

/**
 * Products with a transposed B, {@code c[i][j] += a[i][p] * b[j][p]}, as dot products along k, four
 * rows of B at a time: for a few rows of A, where packing B would cost more than the product.
 */
public final class TransposedProduct {
  private static final Scratch SUMS = new Scratch();

  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  private static final int TILE = DotMicrokernel.ROWS;

  /** Up to so many rows of A two at a time keep up with the stream of B. */
  private static final int FEW = 8;

  /** Depth of a piece of four rows of B: it stays in the second-level cache for all rows of A. */
  private static final int DEPTH = 8192;

  /**
   * Most products in one run of sums. Pairs of floats are so few lanes that rounding errors pile up
   * in each: their runs are as short as the passes of a blocked matrix product.
   */
  public static final int RUN = LANES < 4 ? 256 * LANES : Integer.MAX_VALUE;

  private TransposedProduct() {}

  /** {@code c[i, j] = a[i, :] . b[j, :]} for {@code m} rows of A and {@code n} rows of B. */
  public static void multiply(
      MatrixSpan a, int m, MatrixSpan b, int n, int k, MatrixSpan c, boolean add) {
    if (k > RUN) {
      multiply(a, m, b, n, RUN, c, add);
      multiply(a.from(0, RUN), m, b.from(0, RUN), n, k - RUN, c, true);
      return;
    }
    int tiles = m > FEW ? (m + TILE - 3) / TILE : 0;
    float[] sums = SUMS.get(Math.max(8 * LANES, tiles * DotMicrokernel.SUMS));
    DotMicrokernel kernel = new DotMicrokernel(a, b, sums);
    for (int j = 0; j < n; j += 4) {
      int columns = Math.min(4, n - j);
      int rowsB = b.row(j);
      if (tiles > 0) {
        tiles(kernel, Math.min(m, tiles * TILE), rowsB, columns, k);
      }
      int i = 0;
      for (; i < Math.min(m, tiles * TILE); i++) {
        write(sums, i * 4 * LANES, columns, c.data(), c.row(i) + j, add);
      }
      for (; i + 2 <= m; i += 2) {
        two(a, i, b, rowsB, columns, k, sums);
        write(sums, 0, columns, c.data(), c.row(i) + j, add);
        write(sums, 4 * LANES, columns, c.data(), c.row(i + 1) + j, add);
      }
      if (i < m) {
        one(a, i, b, rowsB, columns, k, sums);
        write(sums, 0, columns, c.data(), c.row(i) + j, add);
      }
    }
  }

  /** Six rows at a time: B is cut along k, so that a piece stays cached for all rows. */
  private static void tiles(DotMicrokernel kernel, int rows, int b0, int columns, int k) {
    Arrays.fill(kernel.sums(), 0, (rows + TILE - 1) / TILE * DotMicrokernel.SUMS, 0f);
    for (int p = 0; p < k; p += DEPTH) {
      int depth = Math.min(DEPTH, k - p);
      for (int i = 0; i < rows; i += TILE) {
        int from = kernel.a().row(i) + p;
        kernel.add(from, Math.min(TILE, rows - i), b0 + p, columns, depth, i * 4 * LANES);
      }
    }
    int whole = FLOATS.loopBound(k);
    for (int i = 0; i < rows && whole < k; i++) {
      kernel.addRest(kernel.a().row(i) + whole, b0 + whole, columns, k - whole, i * 4 * LANES);
    }
  }

  private static void one(
      MatrixSpan rowsA, int row, MatrixSpan rowsB, int b0, int columns, int k, float[] sums) {
    float[] a = rowsA.data();
    int a0 = rowsA.row(row);
    float[] b = rowsB.data();
    int ldb = rowsB.stride();
    int b1 = b0 + Math.min(1, columns - 1) * ldb;
    int b2 = b0 + Math.min(2, columns - 1) * ldb;
    int b3 = b0 + (columns - 1) * ldb;
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int bound = FLOATS.loopBound(k);
    int p = 0;
    for (; p < bound; p += LANES) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, a0 + p);
      s0 = x.fma(FloatVector.fromArray(FLOATS, b, b0 + p), s0);
      s1 = x.fma(FloatVector.fromArray(FLOATS, b, b1 + p), s1);
      s2 = x.fma(FloatVector.fromArray(FLOATS, b, b2 + p), s2);
      s3 = x.fma(FloatVector.fromArray(FLOATS, b, b3 + p), s3);
    }
    if (p < k) {
      VectorMask<Float> rest = VectorWidth.below(k - p);
      FloatVector x = FloatVector.fromArray(FLOATS, a, a0 + p, rest);
      s0 = x.fma(FloatVector.fromArray(FLOATS, b, b0 + p, rest), s0);
      s1 = x.fma(FloatVector.fromArray(FLOATS, b, b1 + p, rest), s1);
      s2 = x.fma(FloatVector.fromArray(FLOATS, b, b2 + p, rest), s2);
      s3 = x.fma(FloatVector.fromArray(FLOATS, b, b3 + p, rest), s3);
    }
    s0.intoArray(sums, 0);
    s1.intoArray(sums, LANES);
    s2.intoArray(sums, 2 * LANES);
    s3.intoArray(sums, 3 * LANES);
  }

  private static void two(
      MatrixSpan rowsA, int row, MatrixSpan rowsB, int b0, int columns, int k, float[] sums) {
    float[] a = rowsA.data();
    int a0 = rowsA.row(row);
    int a1 = rowsA.row(row + 1);
    float[] b = rowsB.data();
    int ldb = rowsB.stride();
    int b1 = b0 + Math.min(1, columns - 1) * ldb;
    int b2 = b0 + Math.min(2, columns - 1) * ldb;
    int b3 = b0 + (columns - 1) * ldb;
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector t0 = s0;
    FloatVector t1 = s0;
    FloatVector t2 = s0;
    FloatVector t3 = s0;
    int bound = FLOATS.loopBound(k);
    int p = 0;
    for (; p < bound; p += LANES) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, a0 + p);
      FloatVector y = FloatVector.fromArray(FLOATS, a, a1 + p);
      FloatVector v0 = FloatVector.fromArray(FLOATS, b, b0 + p);
      FloatVector v1 = FloatVector.fromArray(FLOATS, b, b1 + p);
      FloatVector v2 = FloatVector.fromArray(FLOATS, b, b2 + p);
      FloatVector v3 = FloatVector.fromArray(FLOATS, b, b3 + p);
      s0 = x.fma(v0, s0);
      s1 = x.fma(v1, s1);
      s2 = x.fma(v2, s2);
      s3 = x.fma(v3, s3);
      t0 = y.fma(v0, t0);
      t1 = y.fma(v1, t1);
      t2 = y.fma(v2, t2);
      t3 = y.fma(v3, t3);
    }
    if (p < k) {
      VectorMask<Float> rest = VectorWidth.below(k - p);
      FloatVector x = FloatVector.fromArray(FLOATS, a, a0 + p, rest);
      FloatVector y = FloatVector.fromArray(FLOATS, a, a1 + p, rest);
      FloatVector v0 = FloatVector.fromArray(FLOATS, b, b0 + p, rest);
      FloatVector v1 = FloatVector.fromArray(FLOATS, b, b1 + p, rest);
      FloatVector v2 = FloatVector.fromArray(FLOATS, b, b2 + p, rest);
      FloatVector v3 = FloatVector.fromArray(FLOATS, b, b3 + p, rest);
      s0 = x.fma(v0, s0);
      s1 = x.fma(v1, s1);
      s2 = x.fma(v2, s2);
      s3 = x.fma(v3, s3);
      t0 = y.fma(v0, t0);
      t1 = y.fma(v1, t1);
      t2 = y.fma(v2, t2);
      t3 = y.fma(v3, t3);
    }
    s0.intoArray(sums, 0);
    s1.intoArray(sums, LANES);
    s2.intoArray(sums, 2 * LANES);
    s3.intoArray(sums, 3 * LANES);
    t0.intoArray(sums, 4 * LANES);
    t1.intoArray(sums, 5 * LANES);
    t2.intoArray(sums, 6 * LANES);
    t3.intoArray(sums, 7 * LANES);
  }

  /** Adds up the lanes of one row's sums. */
  private static void write(float[] sums, int from, int columns, float[] c, int to, boolean add) {
    for (int j = 0; j < columns; j++) {
      float sum = VectorWidth.sum(FloatVector.fromArray(FLOATS, sums, from + j * LANES));
      c[to + j] = add ? c[to + j] + sum : sum;
    }
  }
}
