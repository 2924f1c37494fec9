package org.affectgpt.tensor.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.cpu.memory.MatrixSpan;

/**
 * Dot products of 6 rows of A with 4 rows of B, 24 sums in registers; see {@link
 * TransposedProduct}.
 *
 * @param sums a vector for each sum, those of a row of A side by side
 */
record DotMicrokernel(MatrixSpan a, MatrixSpan b, float[] sums) {
  /** Rows of A. */
  static final int ROWS = 6;

  /** Rows of B. */
  static final int COLUMNS = 4;

  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  /** Floats that the sums of a tile take. */
  static final int SUMS = ROWS * COLUMNS * LANES;

  /**
   * Adds the products along whole vectors of {@code k} to the sums at {@code to}, for rows of A and
   * B from indices {@code a0} and {@code b0} on. Rows and columns beyond {@code rows} and {@code
   * columns} repeat the last one.
   */
  void add(int a0, int rows, int b0, int columns, int k, int to) {
    float[] a = this.a.data();
    int lda = this.a.stride();
    float[] b = this.b.data();
    int ldb = this.b.stride();
    float[] sums = this.sums;
    int a1 = a0 + Math.min(1, rows - 1) * lda;
    int a2 = a0 + Math.min(2, rows - 1) * lda;
    int a3 = a0 + Math.min(3, rows - 1) * lda;
    int a4 = a0 + Math.min(4, rows - 1) * lda;
    int a5 = a0 + Math.min(5, rows - 1) * lda;
    int b1 = b0 + Math.min(1, columns - 1) * ldb;
    int b2 = b0 + Math.min(2, columns - 1) * ldb;
    int b3 = b0 + Math.min(3, columns - 1) * ldb;
    FloatVector s00 = FloatVector.fromArray(FLOATS, sums, to);
    FloatVector s01 = FloatVector.fromArray(FLOATS, sums, to + LANES);
    FloatVector s02 = FloatVector.fromArray(FLOATS, sums, to + 2 * LANES);
    FloatVector s03 = FloatVector.fromArray(FLOATS, sums, to + 3 * LANES);
    FloatVector s10 = FloatVector.fromArray(FLOATS, sums, to + 4 * LANES);
    FloatVector s11 = FloatVector.fromArray(FLOATS, sums, to + 5 * LANES);
    FloatVector s12 = FloatVector.fromArray(FLOATS, sums, to + 6 * LANES);
    FloatVector s13 = FloatVector.fromArray(FLOATS, sums, to + 7 * LANES);
    FloatVector s20 = FloatVector.fromArray(FLOATS, sums, to + 8 * LANES);
    FloatVector s21 = FloatVector.fromArray(FLOATS, sums, to + 9 * LANES);
    FloatVector s22 = FloatVector.fromArray(FLOATS, sums, to + 10 * LANES);
    FloatVector s23 = FloatVector.fromArray(FLOATS, sums, to + 11 * LANES);
    FloatVector s30 = FloatVector.fromArray(FLOATS, sums, to + 12 * LANES);
    FloatVector s31 = FloatVector.fromArray(FLOATS, sums, to + 13 * LANES);
    FloatVector s32 = FloatVector.fromArray(FLOATS, sums, to + 14 * LANES);
    FloatVector s33 = FloatVector.fromArray(FLOATS, sums, to + 15 * LANES);
    FloatVector s40 = FloatVector.fromArray(FLOATS, sums, to + 16 * LANES);
    FloatVector s41 = FloatVector.fromArray(FLOATS, sums, to + 17 * LANES);
    FloatVector s42 = FloatVector.fromArray(FLOATS, sums, to + 18 * LANES);
    FloatVector s43 = FloatVector.fromArray(FLOATS, sums, to + 19 * LANES);
    FloatVector s50 = FloatVector.fromArray(FLOATS, sums, to + 20 * LANES);
    FloatVector s51 = FloatVector.fromArray(FLOATS, sums, to + 21 * LANES);
    FloatVector s52 = FloatVector.fromArray(FLOATS, sums, to + 22 * LANES);
    FloatVector s53 = FloatVector.fromArray(FLOATS, sums, to + 23 * LANES);
    int bound = FLOATS.loopBound(k);
    for (int p = 0; p < bound; p += LANES) {
      FloatVector v0 = FloatVector.fromArray(FLOATS, b, b0 + p);
      FloatVector v1 = FloatVector.fromArray(FLOATS, b, b1 + p);
      FloatVector v2 = FloatVector.fromArray(FLOATS, b, b2 + p);
      FloatVector v3 = FloatVector.fromArray(FLOATS, b, b3 + p);
      FloatVector x0 = FloatVector.fromArray(FLOATS, a, a0 + p);
      s00 = x0.fma(v0, s00);
      s01 = x0.fma(v1, s01);
      s02 = x0.fma(v2, s02);
      s03 = x0.fma(v3, s03);
      FloatVector x1 = FloatVector.fromArray(FLOATS, a, a1 + p);
      s10 = x1.fma(v0, s10);
      s11 = x1.fma(v1, s11);
      s12 = x1.fma(v2, s12);
      s13 = x1.fma(v3, s13);
      FloatVector x2 = FloatVector.fromArray(FLOATS, a, a2 + p);
      s20 = x2.fma(v0, s20);
      s21 = x2.fma(v1, s21);
      s22 = x2.fma(v2, s22);
      s23 = x2.fma(v3, s23);
      FloatVector x3 = FloatVector.fromArray(FLOATS, a, a3 + p);
      s30 = x3.fma(v0, s30);
      s31 = x3.fma(v1, s31);
      s32 = x3.fma(v2, s32);
      s33 = x3.fma(v3, s33);
      FloatVector x4 = FloatVector.fromArray(FLOATS, a, a4 + p);
      s40 = x4.fma(v0, s40);
      s41 = x4.fma(v1, s41);
      s42 = x4.fma(v2, s42);
      s43 = x4.fma(v3, s43);
      FloatVector x5 = FloatVector.fromArray(FLOATS, a, a5 + p);
      s50 = x5.fma(v0, s50);
      s51 = x5.fma(v1, s51);
      s52 = x5.fma(v2, s52);
      s53 = x5.fma(v3, s53);
    }
    s00.intoArray(sums, to);
    s01.intoArray(sums, to + LANES);
    s02.intoArray(sums, to + 2 * LANES);
    s03.intoArray(sums, to + 3 * LANES);
    s10.intoArray(sums, to + 4 * LANES);
    s11.intoArray(sums, to + 5 * LANES);
    s12.intoArray(sums, to + 6 * LANES);
    s13.intoArray(sums, to + 7 * LANES);
    s20.intoArray(sums, to + 8 * LANES);
    s21.intoArray(sums, to + 9 * LANES);
    s22.intoArray(sums, to + 10 * LANES);
    s23.intoArray(sums, to + 11 * LANES);
    s30.intoArray(sums, to + 12 * LANES);
    s31.intoArray(sums, to + 13 * LANES);
    s32.intoArray(sums, to + 14 * LANES);
    s33.intoArray(sums, to + 15 * LANES);
    s40.intoArray(sums, to + 16 * LANES);
    s41.intoArray(sums, to + 17 * LANES);
    s42.intoArray(sums, to + 18 * LANES);
    s43.intoArray(sums, to + 19 * LANES);
    s50.intoArray(sums, to + 20 * LANES);
    s51.intoArray(sums, to + 21 * LANES);
    s52.intoArray(sums, to + 22 * LANES);
    s53.intoArray(sums, to + 23 * LANES);
  }

  /** Adds the {@code k} products short of a vector for one row of A. */
  void addRest(int a0, int b0, int columns, int k, int to) {
    float[] b = this.b.data();
    int ldb = this.b.stride();
    VectorMask<Float> rest = VectorWidth.below(k);
    FloatVector x = FloatVector.fromArray(FLOATS, a.data(), a0, rest);
    for (int j = 0; j < columns; j++) {
      FloatVector v = FloatVector.fromArray(FLOATS, b, b0 + j * ldb, rest);
      FloatVector sum = FloatVector.fromArray(FLOATS, sums, to + j * LANES);
      x.fma(v, sum).intoArray(sums, to + j * LANES);
    }
  }
}
