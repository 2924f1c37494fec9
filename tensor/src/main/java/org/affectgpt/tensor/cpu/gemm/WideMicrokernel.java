package org.affectgpt.tensor.cpu.gemm;

import static org.affectgpt.tensor.cpu.gemm.Microkernel.ROWS;
import static org.affectgpt.tensor.cpu.gemm.Microkernel.WIDE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/** Tiles of 6 rows by 4 vectors; see {@link Microkernel}. */
final class WideMicrokernel {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  private WideMicrokernel() {}

  /** Four vectors wide, A as it lies. */
  static void asItLies(
      float[] a,
      int aOffset,
      int lda,
      int rows,
      float[] b,
      int bOffset,
      int k,
      float[] c,
      int cOffset,
      int ldc,
      boolean add) {
    int last = rows - 1;
    int a0 = aOffset;
    int a1 = aOffset + Math.min(1, last) * lda;
    int a2 = aOffset + Math.min(2, last) * lda;
    int a3 = aOffset + Math.min(3, last) * lda;
    int a4 = aOffset + Math.min(4, last) * lda;
    int a5 = aOffset + Math.min(5, last) * lda;
    int to1 = cOffset + 1 * ldc;
    int to2 = cOffset + 2 * ldc;
    int to3 = cOffset + 3 * ldc;
    int to4 = cOffset + 4 * ldc;
    int to5 = cOffset + 5 * ldc;
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c02 = zero;
    FloatVector c03 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c12 = zero;
    FloatVector c13 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c22 = zero;
    FloatVector c23 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    FloatVector c32 = zero;
    FloatVector c33 = zero;
    FloatVector c40 = zero;
    FloatVector c41 = zero;
    FloatVector c42 = zero;
    FloatVector c43 = zero;
    FloatVector c50 = zero;
    FloatVector c51 = zero;
    FloatVector c52 = zero;
    FloatVector c53 = zero;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bOffset + p * WIDE);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, bOffset + p * WIDE + LANES);
      FloatVector b2 = FloatVector.fromArray(FLOATS, b, bOffset + p * WIDE + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(FLOATS, b, bOffset + p * WIDE + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + p]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      c02 = x0.fma(b2, c02);
      c03 = x0.fma(b3, c03);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a1 + p]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      c12 = x1.fma(b2, c12);
      c13 = x1.fma(b3, c13);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a2 + p]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      c22 = x2.fma(b2, c22);
      c23 = x2.fma(b3, c23);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a3 + p]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      c32 = x3.fma(b2, c32);
      c33 = x3.fma(b3, c33);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[a4 + p]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      c42 = x4.fma(b2, c42);
      c43 = x4.fma(b3, c43);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[a5 + p]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
      c52 = x5.fma(b2, c52);
      c53 = x5.fma(b3, c53);
    }
    if (add) {
      c00 = c00.add(FloatVector.fromArray(FLOATS, c, cOffset));
      c01 = c01.add(FloatVector.fromArray(FLOATS, c, cOffset + LANES));
      c02 = c02.add(FloatVector.fromArray(FLOATS, c, cOffset + 2 * LANES));
      c03 = c03.add(FloatVector.fromArray(FLOATS, c, cOffset + 3 * LANES));
      c10 = c10.add(FloatVector.fromArray(FLOATS, c, to1));
      c11 = c11.add(FloatVector.fromArray(FLOATS, c, to1 + LANES));
      c12 = c12.add(FloatVector.fromArray(FLOATS, c, to1 + 2 * LANES));
      c13 = c13.add(FloatVector.fromArray(FLOATS, c, to1 + 3 * LANES));
      c20 = c20.add(FloatVector.fromArray(FLOATS, c, to2));
      c21 = c21.add(FloatVector.fromArray(FLOATS, c, to2 + LANES));
      c22 = c22.add(FloatVector.fromArray(FLOATS, c, to2 + 2 * LANES));
      c23 = c23.add(FloatVector.fromArray(FLOATS, c, to2 + 3 * LANES));
      c30 = c30.add(FloatVector.fromArray(FLOATS, c, to3));
      c31 = c31.add(FloatVector.fromArray(FLOATS, c, to3 + LANES));
      c32 = c32.add(FloatVector.fromArray(FLOATS, c, to3 + 2 * LANES));
      c33 = c33.add(FloatVector.fromArray(FLOATS, c, to3 + 3 * LANES));
      c40 = c40.add(FloatVector.fromArray(FLOATS, c, to4));
      c41 = c41.add(FloatVector.fromArray(FLOATS, c, to4 + LANES));
      c42 = c42.add(FloatVector.fromArray(FLOATS, c, to4 + 2 * LANES));
      c43 = c43.add(FloatVector.fromArray(FLOATS, c, to4 + 3 * LANES));
      c50 = c50.add(FloatVector.fromArray(FLOATS, c, to5));
      c51 = c51.add(FloatVector.fromArray(FLOATS, c, to5 + LANES));
      c52 = c52.add(FloatVector.fromArray(FLOATS, c, to5 + 2 * LANES));
      c53 = c53.add(FloatVector.fromArray(FLOATS, c, to5 + 3 * LANES));
    }
    c00.intoArray(c, cOffset);
    c01.intoArray(c, cOffset + LANES);
    c02.intoArray(c, cOffset + 2 * LANES);
    c03.intoArray(c, cOffset + 3 * LANES);
    c10.intoArray(c, to1);
    c11.intoArray(c, to1 + LANES);
    c12.intoArray(c, to1 + 2 * LANES);
    c13.intoArray(c, to1 + 3 * LANES);
    c20.intoArray(c, to2);
    c21.intoArray(c, to2 + LANES);
    c22.intoArray(c, to2 + 2 * LANES);
    c23.intoArray(c, to2 + 3 * LANES);
    c30.intoArray(c, to3);
    c31.intoArray(c, to3 + LANES);
    c32.intoArray(c, to3 + 2 * LANES);
    c33.intoArray(c, to3 + 3 * LANES);
    c40.intoArray(c, to4);
    c41.intoArray(c, to4 + LANES);
    c42.intoArray(c, to4 + 2 * LANES);
    c43.intoArray(c, to4 + 3 * LANES);
    c50.intoArray(c, to5);
    c51.intoArray(c, to5 + LANES);
    c52.intoArray(c, to5 + 2 * LANES);
    c53.intoArray(c, to5 + 3 * LANES);
  }

  /** Four vectors wide, A packed. */
  static void packed(
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int k,
      float[] c,
      int cOffset,
      int ldc,
      boolean add) {
    int to1 = cOffset + 1 * ldc;
    int to2 = cOffset + 2 * ldc;
    int to3 = cOffset + 3 * ldc;
    int to4 = cOffset + 4 * ldc;
    int to5 = cOffset + 5 * ldc;
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c02 = zero;
    FloatVector c03 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c12 = zero;
    FloatVector c13 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c22 = zero;
    FloatVector c23 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    FloatVector c32 = zero;
    FloatVector c33 = zero;
    FloatVector c40 = zero;
    FloatVector c41 = zero;
    FloatVector c42 = zero;
    FloatVector c43 = zero;
    FloatVector c50 = zero;
    FloatVector c51 = zero;
    FloatVector c52 = zero;
    FloatVector c53 = zero;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bOffset + p * WIDE);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, bOffset + p * WIDE + LANES);
      FloatVector b2 = FloatVector.fromArray(FLOATS, b, bOffset + p * WIDE + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(FLOATS, b, bOffset + p * WIDE + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[aOffset + p * ROWS]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      c02 = x0.fma(b2, c02);
      c03 = x0.fma(b3, c03);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[aOffset + p * ROWS + 1]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      c12 = x1.fma(b2, c12);
      c13 = x1.fma(b3, c13);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[aOffset + p * ROWS + 2]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      c22 = x2.fma(b2, c22);
      c23 = x2.fma(b3, c23);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[aOffset + p * ROWS + 3]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      c32 = x3.fma(b2, c32);
      c33 = x3.fma(b3, c33);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[aOffset + p * ROWS + 4]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      c42 = x4.fma(b2, c42);
      c43 = x4.fma(b3, c43);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[aOffset + p * ROWS + 5]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
      c52 = x5.fma(b2, c52);
      c53 = x5.fma(b3, c53);
    }
    if (add) {
      c00 = c00.add(FloatVector.fromArray(FLOATS, c, cOffset));
      c01 = c01.add(FloatVector.fromArray(FLOATS, c, cOffset + LANES));
      c02 = c02.add(FloatVector.fromArray(FLOATS, c, cOffset + 2 * LANES));
      c03 = c03.add(FloatVector.fromArray(FLOATS, c, cOffset + 3 * LANES));
      c10 = c10.add(FloatVector.fromArray(FLOATS, c, to1));
      c11 = c11.add(FloatVector.fromArray(FLOATS, c, to1 + LANES));
      c12 = c12.add(FloatVector.fromArray(FLOATS, c, to1 + 2 * LANES));
      c13 = c13.add(FloatVector.fromArray(FLOATS, c, to1 + 3 * LANES));
      c20 = c20.add(FloatVector.fromArray(FLOATS, c, to2));
      c21 = c21.add(FloatVector.fromArray(FLOATS, c, to2 + LANES));
      c22 = c22.add(FloatVector.fromArray(FLOATS, c, to2 + 2 * LANES));
      c23 = c23.add(FloatVector.fromArray(FLOATS, c, to2 + 3 * LANES));
      c30 = c30.add(FloatVector.fromArray(FLOATS, c, to3));
      c31 = c31.add(FloatVector.fromArray(FLOATS, c, to3 + LANES));
      c32 = c32.add(FloatVector.fromArray(FLOATS, c, to3 + 2 * LANES));
      c33 = c33.add(FloatVector.fromArray(FLOATS, c, to3 + 3 * LANES));
      c40 = c40.add(FloatVector.fromArray(FLOATS, c, to4));
      c41 = c41.add(FloatVector.fromArray(FLOATS, c, to4 + LANES));
      c42 = c42.add(FloatVector.fromArray(FLOATS, c, to4 + 2 * LANES));
      c43 = c43.add(FloatVector.fromArray(FLOATS, c, to4 + 3 * LANES));
      c50 = c50.add(FloatVector.fromArray(FLOATS, c, to5));
      c51 = c51.add(FloatVector.fromArray(FLOATS, c, to5 + LANES));
      c52 = c52.add(FloatVector.fromArray(FLOATS, c, to5 + 2 * LANES));
      c53 = c53.add(FloatVector.fromArray(FLOATS, c, to5 + 3 * LANES));
    }
    c00.intoArray(c, cOffset);
    c01.intoArray(c, cOffset + LANES);
    c02.intoArray(c, cOffset + 2 * LANES);
    c03.intoArray(c, cOffset + 3 * LANES);
    c10.intoArray(c, to1);
    c11.intoArray(c, to1 + LANES);
    c12.intoArray(c, to1 + 2 * LANES);
    c13.intoArray(c, to1 + 3 * LANES);
    c20.intoArray(c, to2);
    c21.intoArray(c, to2 + LANES);
    c22.intoArray(c, to2 + 2 * LANES);
    c23.intoArray(c, to2 + 3 * LANES);
    c30.intoArray(c, to3);
    c31.intoArray(c, to3 + LANES);
    c32.intoArray(c, to3 + 2 * LANES);
    c33.intoArray(c, to3 + 3 * LANES);
    c40.intoArray(c, to4);
    c41.intoArray(c, to4 + LANES);
    c42.intoArray(c, to4 + 2 * LANES);
    c43.intoArray(c, to4 + 3 * LANES);
    c50.intoArray(c, to5);
    c51.intoArray(c, to5 + LANES);
    c52.intoArray(c, to5 + 2 * LANES);
    c53.intoArray(c, to5 + 3 * LANES);
  }
}
