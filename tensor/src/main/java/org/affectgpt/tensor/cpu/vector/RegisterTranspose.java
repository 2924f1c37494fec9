package org.affectgpt.tensor.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposes 16 rows into columns within 512-bit registers: pairs of rows exchange halves, then
 * quarters, eighths and single lanes. Lanes travel as ints because a choice out of two vectors by
 * an int vector is one instruction.
 */
public final class RegisterTranspose {
  /** Rows of a block. */
  public static final int ROWS = 16;

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
  private static final IntVector LOW_8 = lanes(8, 0);
  private static final IntVector HIGH_8 = lanes(8, 8);
  private static final IntVector LOW_4 = lanes(4, 0);
  private static final IntVector HIGH_4 = lanes(4, 4);
  private static final IntVector LOW_2 = lanes(2, 0);
  private static final IntVector HIGH_2 = lanes(2, 2);
  private static final IntVector LOW_1 = lanes(1, 0);
  private static final IntVector HIGH_1 = lanes(1, 1);

  private RegisterTranspose() {}

  /**
   * Of two vectors, the groups of {@code distance} lanes at {@code from} of every pair of groups,
   * by turns.
   */
  private static IntVector lanes(int distance, int from) {
    int[] index = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      boolean second = (i & distance) != 0;
      index[i] = second ? i - distance + from + ROWS : i + from;
    }
    return IntVector.fromArray(IntVector.SPECIES_512, index, 0);
  }

  /**
   * Element k of row r, rows {@code ldb} apart, goes to {@code out[to + k * width + r]}.
   *
   * @param k columns, a multiple of 16
   */
  public static void rows(float[] b, int from, int ldb, int k, float[] out, int to, int width) {
    for (int p = 0; p < k; p += ROWS) {
      int at = from + p;
      IntVector a0 = FloatVector.fromArray(FLOATS, b, at).reinterpretAsInts();
      IntVector a1 = FloatVector.fromArray(FLOATS, b, at + ldb).reinterpretAsInts();
      IntVector a2 = FloatVector.fromArray(FLOATS, b, at + 2 * ldb).reinterpretAsInts();
      IntVector a3 = FloatVector.fromArray(FLOATS, b, at + 3 * ldb).reinterpretAsInts();
      IntVector a4 = FloatVector.fromArray(FLOATS, b, at + 4 * ldb).reinterpretAsInts();
      IntVector a5 = FloatVector.fromArray(FLOATS, b, at + 5 * ldb).reinterpretAsInts();
      IntVector a6 = FloatVector.fromArray(FLOATS, b, at + 6 * ldb).reinterpretAsInts();
      IntVector a7 = FloatVector.fromArray(FLOATS, b, at + 7 * ldb).reinterpretAsInts();
      IntVector a8 = FloatVector.fromArray(FLOATS, b, at + 8 * ldb).reinterpretAsInts();
      IntVector a9 = FloatVector.fromArray(FLOATS, b, at + 9 * ldb).reinterpretAsInts();
      IntVector a10 = FloatVector.fromArray(FLOATS, b, at + 10 * ldb).reinterpretAsInts();
      IntVector a11 = FloatVector.fromArray(FLOATS, b, at + 11 * ldb).reinterpretAsInts();
      IntVector a12 = FloatVector.fromArray(FLOATS, b, at + 12 * ldb).reinterpretAsInts();
      IntVector a13 = FloatVector.fromArray(FLOATS, b, at + 13 * ldb).reinterpretAsInts();
      IntVector a14 = FloatVector.fromArray(FLOATS, b, at + 14 * ldb).reinterpretAsInts();
      IntVector a15 = FloatVector.fromArray(FLOATS, b, at + 15 * ldb).reinterpretAsInts();
      IntVector b0 = LOW_8.selectFrom(a0, a8);
      IntVector b8 = HIGH_8.selectFrom(a0, a8);
      IntVector b1 = LOW_8.selectFrom(a1, a9);
      IntVector b9 = HIGH_8.selectFrom(a1, a9);
      IntVector b2 = LOW_8.selectFrom(a2, a10);
      IntVector b10 = HIGH_8.selectFrom(a2, a10);
      IntVector b3 = LOW_8.selectFrom(a3, a11);
      IntVector b11 = HIGH_8.selectFrom(a3, a11);
      IntVector b4 = LOW_8.selectFrom(a4, a12);
      IntVector b12 = HIGH_8.selectFrom(a4, a12);
      IntVector b5 = LOW_8.selectFrom(a5, a13);
      IntVector b13 = HIGH_8.selectFrom(a5, a13);
      IntVector b6 = LOW_8.selectFrom(a6, a14);
      IntVector b14 = HIGH_8.selectFrom(a6, a14);
      IntVector b7 = LOW_8.selectFrom(a7, a15);
      IntVector b15 = HIGH_8.selectFrom(a7, a15);
      IntVector c0 = LOW_4.selectFrom(b0, b4);
      IntVector c4 = HIGH_4.selectFrom(b0, b4);
      IntVector c1 = LOW_4.selectFrom(b1, b5);
      IntVector c5 = HIGH_4.selectFrom(b1, b5);
      IntVector c2 = LOW_4.selectFrom(b2, b6);
      IntVector c6 = HIGH_4.selectFrom(b2, b6);
      IntVector c3 = LOW_4.selectFrom(b3, b7);
      IntVector c7 = HIGH_4.selectFrom(b3, b7);
      IntVector c8 = LOW_4.selectFrom(b8, b12);
      IntVector c12 = HIGH_4.selectFrom(b8, b12);
      IntVector c9 = LOW_4.selectFrom(b9, b13);
      IntVector c13 = HIGH_4.selectFrom(b9, b13);
      IntVector c10 = LOW_4.selectFrom(b10, b14);
      IntVector c14 = HIGH_4.selectFrom(b10, b14);
      IntVector c11 = LOW_4.selectFrom(b11, b15);
      IntVector c15 = HIGH_4.selectFrom(b11, b15);
      IntVector d0 = LOW_2.selectFrom(c0, c2);
      IntVector d2 = HIGH_2.selectFrom(c0, c2);
      IntVector d1 = LOW_2.selectFrom(c1, c3);
      IntVector d3 = HIGH_2.selectFrom(c1, c3);
      IntVector d4 = LOW_2.selectFrom(c4, c6);
      IntVector d6 = HIGH_2.selectFrom(c4, c6);
      IntVector d5 = LOW_2.selectFrom(c5, c7);
      IntVector d7 = HIGH_2.selectFrom(c5, c7);
      IntVector d8 = LOW_2.selectFrom(c8, c10);
      IntVector d10 = HIGH_2.selectFrom(c8, c10);
      IntVector d9 = LOW_2.selectFrom(c9, c11);
      IntVector d11 = HIGH_2.selectFrom(c9, c11);
      IntVector d12 = LOW_2.selectFrom(c12, c14);
      IntVector d14 = HIGH_2.selectFrom(c12, c14);
      IntVector d13 = LOW_2.selectFrom(c13, c15);
      IntVector d15 = HIGH_2.selectFrom(c13, c15);
      IntVector e0 = LOW_1.selectFrom(d0, d1);
      IntVector e1 = HIGH_1.selectFrom(d0, d1);
      IntVector e2 = LOW_1.selectFrom(d2, d3);
      IntVector e3 = HIGH_1.selectFrom(d2, d3);
      IntVector e4 = LOW_1.selectFrom(d4, d5);
      IntVector e5 = HIGH_1.selectFrom(d4, d5);
      IntVector e6 = LOW_1.selectFrom(d6, d7);
      IntVector e7 = HIGH_1.selectFrom(d6, d7);
      IntVector e8 = LOW_1.selectFrom(d8, d9);
      IntVector e9 = HIGH_1.selectFrom(d8, d9);
      IntVector e10 = LOW_1.selectFrom(d10, d11);
      IntVector e11 = HIGH_1.selectFrom(d10, d11);
      IntVector e12 = LOW_1.selectFrom(d12, d13);
      IntVector e13 = HIGH_1.selectFrom(d12, d13);
      IntVector e14 = LOW_1.selectFrom(d14, d15);
      IntVector e15 = HIGH_1.selectFrom(d14, d15);
      int column = to + p * width;
      e0.reinterpretAsFloats().intoArray(out, column);
      e1.reinterpretAsFloats().intoArray(out, column + width);
      e2.reinterpretAsFloats().intoArray(out, column + 2 * width);
      e3.reinterpretAsFloats().intoArray(out, column + 3 * width);
      e4.reinterpretAsFloats().intoArray(out, column + 4 * width);
      e5.reinterpretAsFloats().intoArray(out, column + 5 * width);
      e6.reinterpretAsFloats().intoArray(out, column + 6 * width);
      e7.reinterpretAsFloats().intoArray(out, column + 7 * width);
      e8.reinterpretAsFloats().intoArray(out, column + 8 * width);
      e9.reinterpretAsFloats().intoArray(out, column + 9 * width);
      e10.reinterpretAsFloats().intoArray(out, column + 10 * width);
      e11.reinterpretAsFloats().intoArray(out, column + 11 * width);
      e12.reinterpretAsFloats().intoArray(out, column + 12 * width);
      e13.reinterpretAsFloats().intoArray(out, column + 13 * width);
      e14.reinterpretAsFloats().intoArray(out, column + 14 * width);
      e15.reinterpretAsFloats().intoArray(out, column + 15 * width);
    }
  }
}
