package org.affectgpt.tensor.cpu.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.vector.NormalTail;
import org.affectgpt.tensor.cpu.vector.VectorMath;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/**
 * Loops of the functions of one value, one small method each: where a body grows beyond what the
 * compiler inlines (325 bytes for one method, 8000 in all, what the vector operations bring with
 * them included), every vector becomes an object.
 */
public final class UnaryLoops {
  static final float QUICK = 1.702f;
  static final float SQRT_2_OVER_PI = 0.79788456f;
  static final float CUBIC = 0.044715f;
  private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  private UnaryLoops() {}

  /**
   * {@code y = f(x)} over {@code n} values; what does not fill a vector goes through a full one.
   */
  public static void run(Unary op, FloatSpan x, FloatSpan y, int n) {
    int body = n - n % LANES;
    whole(op, x.data(), x.at(), y.data(), y.at(), body);
    if (body < n) {
      float[] in = new float[LANES];
      float[] out = new float[LANES];
      System.arraycopy(x.data(), x.at() + body, in, 0, n - body);
      whole(op, in, 0, out, 0, LANES);
      System.arraycopy(out, 0, y.data(), y.at() + body, n - body);
    }
  }

  private static void whole(Unary op, float[] x, int xo, float[] y, int yo, int n) {
    switch (op) {
      case EXP -> exp(x, xo, y, yo, n);
      case LOG -> log(x, xo, y, yo, n);
      case SQRT -> sqrt(x, xo, y, yo, n);
      case TANH -> tanh(x, xo, y, yo, n);
      case SIGMOID -> sigmoid(x, xo, y, yo, n);
      case SILU -> silu(x, xo, y, yo, n);
      case GELU_ERF -> geluErf(x, xo, y, yo, n);
      case GELU_TANH -> geluTanh(x, xo, y, yo, n);
      case QUICK_GELU -> quickGelu(x, xo, y, yo, n);
      case RELU -> relu(x, xo, y, yo, n);
      case NEGATE -> negate(x, xo, y, yo, n);
      case SQUARE -> square(x, xo, y, yo, n);
    }
  }

  /** The argument of tanh in the tanh form of GELU. */
  static FloatVector inner(FloatVector v) {
    return v.mul(v).mul(v).mul(CUBIC).add(v).mul(SQRT_2_OVER_PI);
  }

  private static void exp(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xo + i);
      VectorMath.exp(v).intoArray(y, yo + i);
    }
  }

  private static void log(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xo + i);
      VectorMath.log(v).intoArray(y, yo + i);
    }
  }

  private static void sqrt(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xo + i);
      v.lanewise(VectorOperators.SQRT).intoArray(y, yo + i);
    }
  }

  private static void tanh(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xo + i);
      VectorMath.tanh(v).intoArray(y, yo + i);
    }
  }

  private static void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xo + i);
      VectorMath.sigmoid(v).intoArray(y, yo + i);
    }
  }

  private static void silu(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xo + i);
      v.mul(VectorMath.sigmoid(v)).intoArray(y, yo + i);
    }
  }

  // x cdf(x) is max(x, 0) - |x| cdf(-|x|).
  private static void geluErf(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xo + i);
      FloatVector a = NormalTail.argument(v);
      a.neg().fma(NormalTail.of(a), v.add(v.abs()).mul(0.5f)).intoArray(y, yo + i);
    }
  }

  // x tanh(g(x)) is |x| tanh(g(|x|)): no sign to restore.
  private static void geluTanh(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xo + i);
      FloatVector a = v.abs();
      VectorMath.tanhOfMagnitude(inner(a)).fma(a, v).mul(0.5f).intoArray(y, yo + i);
    }
  }

  private static void quickGelu(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xo + i);
      v.mul(VectorMath.sigmoid(v.mul(QUICK))).intoArray(y, yo + i);
    }
  }

  private static void relu(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xo + i);
      v.max(0f).intoArray(y, yo + i);
    }
  }

  private static void negate(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xo + i);
      v.neg().intoArray(y, yo + i);
    }
  }

  private static void square(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, x, xo + i);
      v.mul(v).intoArray(y, yo + i);
    }
  }
}
