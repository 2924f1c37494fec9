package org.affectgpt.tensor.cpu.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/** Loops of the functions of two values. */
public final class BinaryLoops {
  private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  private BinaryLoops() {}

  /** {@code y = f(a, b)} over {@code n} values. */
  public static void run(Binary op, FloatSpan a, FloatSpan b, FloatSpan y, int n) {
    int body = n - n % LANES;
    whole(op, a.data(), a.at(), b.data(), b.at(), y.data(), y.at(), body);
    for (int i = body; i < n; i++) {
      y.set(i, one(op, a.get(i), b.get(i)));
    }
  }

  /** The function of two numbers, as a lane of the vector form gives it. */
  static float one(Binary op, float a, float b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
    };
  }

  private static void whole(
      Binary op, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    switch (op) {
      case ADD -> add(a, ao, b, bo, y, yo, n);
      case SUB -> sub(a, ao, b, bo, y, yo, n);
      case MUL -> mul(a, ao, b, bo, y, yo, n);
      case DIV -> div(a, ao, b, bo, y, yo, n);
      case MIN -> min(a, ao, b, bo, y, yo, n);
      case MAX -> max(a, ao, b, bo, y, yo, n);
    }
  }

  private static void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector u = FloatVector.fromArray(S, a, ao + i);
      FloatVector v = FloatVector.fromArray(S, b, bo + i);
      u.add(v).intoArray(y, yo + i);
    }
  }

  private static void sub(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector u = FloatVector.fromArray(S, a, ao + i);
      FloatVector v = FloatVector.fromArray(S, b, bo + i);
      u.sub(v).intoArray(y, yo + i);
    }
  }

  private static void mul(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector u = FloatVector.fromArray(S, a, ao + i);
      FloatVector v = FloatVector.fromArray(S, b, bo + i);
      u.mul(v).intoArray(y, yo + i);
    }
  }

  private static void div(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector u = FloatVector.fromArray(S, a, ao + i);
      FloatVector v = FloatVector.fromArray(S, b, bo + i);
      u.div(v).intoArray(y, yo + i);
    }
  }

  private static void min(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector u = FloatVector.fromArray(S, a, ao + i);
      FloatVector v = FloatVector.fromArray(S, b, bo + i);
      u.min(v).intoArray(y, yo + i);
    }
  }

  private static void max(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector u = FloatVector.fromArray(S, a, ao + i);
      FloatVector v = FloatVector.fromArray(S, b, bo + i);
      u.max(v).intoArray(y, yo + i);
    }
  }
}
