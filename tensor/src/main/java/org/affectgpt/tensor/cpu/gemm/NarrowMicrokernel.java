package org.affectgpt.tensor.cpu.gemm;

import static org.affectgpt.tensor.cpu.gemm.Microkernel.NARROW;
import static org.affectgpt.tensor.cpu.gemm.Microkernel.ROWS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/** Tiles of 6 rows by 2 vectors; see {@link Microkernel}. */
final class NarrowMicrokernel {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  private NarrowMicrokernel() {}

  /**
   * Two vectors wide, A unpacked: rows from index {@code a0} of A to those from {@code to0} of C.
   */
  static void unpacked(TileOperands t, int a0, int rows, int from, int to0) {
    float[] a = t.a();
    float[] b = t.b();
    float[] c = t.c();
    int lda = t.lda();
    int ldc = t.ldc();
    int k = t.k();
    int last = rows - 1;
    int a1 = a0 + Math.min(1, last) * lda;
    int a2 = a0 + Math.min(2, last) * lda;
    int a3 = a0 + Math.min(3, last) * lda;
    int a4 = a0 + Math.min(4, last) * lda;
    int a5 = a0 + Math.min(5, last) * lda;
    int to1 = to0 + 1 * ldc;
    int to2 = to0 + 2 * ldc;
    int to3 = to0 + 3 * ldc;
    int to4 = to0 + 4 * ldc;
    int to5 = to0 + 5 * ldc;
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    FloatVector c40 = zero;
    FloatVector c41 = zero;
    FloatVector c50 = zero;
    FloatVector c51 = zero;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, from + p * NARROW);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, from + p * NARROW + LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + p]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a1 + p]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a2 + p]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a3 + p]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[a4 + p]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[a5 + p]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
    }
    if (t.add()) {
      c00 = c00.add(FloatVector.fromArray(FLOATS, c, to0));
      c01 = c01.add(FloatVector.fromArray(FLOATS, c, to0 + LANES));
      c10 = c10.add(FloatVector.fromArray(FLOATS, c, to1));
      c11 = c11.add(FloatVector.fromArray(FLOATS, c, to1 + LANES));
      c20 = c20.add(FloatVector.fromArray(FLOATS, c, to2));
      c21 = c21.add(FloatVector.fromArray(FLOATS, c, to2 + LANES));
      c30 = c30.add(FloatVector.fromArray(FLOATS, c, to3));
      c31 = c31.add(FloatVector.fromArray(FLOATS, c, to3 + LANES));
      c40 = c40.add(FloatVector.fromArray(FLOATS, c, to4));
      c41 = c41.add(FloatVector.fromArray(FLOATS, c, to4 + LANES));
      c50 = c50.add(FloatVector.fromArray(FLOATS, c, to5));
      c51 = c51.add(FloatVector.fromArray(FLOATS, c, to5 + LANES));
    }
    c00.intoArray(c, to0);
    c01.intoArray(c, to0 + LANES);
    c10.intoArray(c, to1);
    c11.intoArray(c, to1 + LANES);
    c20.intoArray(c, to2);
    c21.intoArray(c, to2 + LANES);
    c30.intoArray(c, to3);
    c31.intoArray(c, to3 + LANES);
    c40.intoArray(c, to4);
    c41.intoArray(c, to4 + LANES);
    c50.intoArray(c, to5);
    c51.intoArray(c, to5 + LANES);
  }

  /** Two vectors wide, A packed. */
  static void packed(TileOperands t, int a0, int from, int to0) {
    float[] a = t.a();
    float[] b = t.b();
    float[] c = t.c();
    int ldc = t.ldc();
    int k = t.k();
    int to1 = to0 + 1 * ldc;
    int to2 = to0 + 2 * ldc;
    int to3 = to0 + 3 * ldc;
    int to4 = to0 + 4 * ldc;
    int to5 = to0 + 5 * ldc;
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    FloatVector c40 = zero;
    FloatVector c41 = zero;
    FloatVector c50 = zero;
    FloatVector c51 = zero;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, from + p * NARROW);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, from + p * NARROW + LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + p * ROWS]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + p * ROWS + 1]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a0 + p * ROWS + 2]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a0 + p * ROWS + 3]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[a0 + p * ROWS + 4]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[a0 + p * ROWS + 5]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
    }
    if (t.add()) {
      c00 = c00.add(FloatVector.fromArray(FLOATS, c, to0));
      c01 = c01.add(FloatVector.fromArray(FLOATS, c, to0 + LANES));
      c10 = c10.add(FloatVector.fromArray(FLOATS, c, to1));
      c11 = c11.add(FloatVector.fromArray(FLOATS, c, to1 + LANES));
      c20 = c20.add(FloatVector.fromArray(FLOATS, c, to2));
      c21 = c21.add(FloatVector.fromArray(FLOATS, c, to2 + LANES));
      c30 = c30.add(FloatVector.fromArray(FLOATS, c, to3));
      c31 = c31.add(FloatVector.fromArray(FLOATS, c, to3 + LANES));
      c40 = c40.add(FloatVector.fromArray(FLOATS, c, to4));
      c41 = c41.add(FloatVector.fromArray(FLOATS, c, to4 + LANES));
      c50 = c50.add(FloatVector.fromArray(FLOATS, c, to5));
      c51 = c51.add(FloatVector.fromArray(FLOATS, c, to5 + LANES));
    }
    c00.intoArray(c, to0);
    c01.intoArray(c, to0 + LANES);
    c10.intoArray(c, to1);
    c11.intoArray(c, to1 + LANES);
    c20.intoArray(c, to2);
    c21.intoArray(c, to2 + LANES);
    c30.intoArray(c, to3);
    c31.intoArray(c, to3 + LANES);
    c40.intoArray(c, to4);
    c41.intoArray(c, to4 + LANES);
    c50.intoArray(c, to5);
    c51.intoArray(c, to5 + LANES);
  }
}
