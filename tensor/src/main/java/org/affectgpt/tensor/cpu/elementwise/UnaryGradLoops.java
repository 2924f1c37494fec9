package org.affectgpt.tensor.cpu.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.vector.VectorMath;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/** Loops of the derivatives of the functions of one value. */
final class UnaryGradLoops {
  private static final Scratch TANH = new Scratch();

  /** From here on the exponential in the tail of the normal distribution is 0. */
  private static final int NORMAL_END_BITS = Float.floatToRawIntBits(14f);

  private static final int RUN = 1024;
  private static final float INV_SQRT_2_PI = 0.39894228f;
  private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  private UnaryGradLoops() {}

  /**
   * {@code dx = f'(x) dy} over {@code n} values.
   *
   * @param source x, or y for the functions whose derivative is simpler in y: see {@link #ofOutput}
   */
  static void run(Unary op, FloatSpan source, FloatSpan dy, FloatSpan dx, int n) {
    int body = n - n % LANES;
    whole(op, source.data(), source.at(), dy.data(), dy.at(), dx.data(), dx.at(), body);
    if (body < n) {
      float[] s = new float[LANES];
      float[] d = new float[LANES];
      float[] out = new float[LANES];
      System.arraycopy(source.data(), source.at() + body, s, 0, n - body);
      System.arraycopy(dy.data(), dy.at() + body, d, 0, n - body);
      whole(op, s, 0, d, 0, out, 0, LANES);
      System.arraycopy(out, 0, dx.data(), dx.at() + body, n - body);
    }
  }

  /** Whether the derivative is computed from the function's value instead of its argument. */
  static boolean ofOutput(Unary op) {
    return op == Unary.EXP || op == Unary.SQRT || op == Unary.TANH || op == Unary.SIGMOID;
  }

  private static void whole(
      Unary op, float[] s, int so, float[] dy, int dyo, float[] dx, int dxo, int n) {
    switch (op) {
      case EXP -> exp(s, so, dy, dyo, dx, dxo, n);
      case LOG -> log(s, so, dy, dyo, dx, dxo, n);
      case SQRT -> sqrt(s, so, dy, dyo, dx, dxo, n);
      case TANH -> tanh(s, so, dy, dyo, dx, dxo, n);
      case SIGMOID -> sigmoid(s, so, dy, dyo, dx, dxo, n);
      case SILU -> silu(s, so, dy, dyo, dx, dxo, n);
      case GELU_ERF -> geluErf(s, so, dy, dyo, dx, dxo, n);
      case GELU_TANH -> geluTanh(s, so, dy, dyo, dx, dxo, n);
      case QUICK_GELU -> quickGelu(s, so, dy, dyo, dx, dxo, n);
      case RELU -> relu(s, so, dy, dyo, dx, dxo, n);
      case NEGATE -> negate(dy, dyo, dx, dxo, n);
      case SQUARE -> square(s, so, dy, dyo, dx, dxo, n);
    }
  }

  private static void exp(float[] source, int so, float[] d, int dyo, float[] dx, int dxo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector y = FloatVector.fromArray(S, source, so + i);
      FloatVector dy = FloatVector.fromArray(S, d, dyo + i);

      dy.mul(y).intoArray(dx, dxo + i);
    }
  }

  private static void log(float[] source, int so, float[] d, int dyo, float[] dx, int dxo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector x = FloatVector.fromArray(S, source, so + i);
      FloatVector dy = FloatVector.fromArray(S, d, dyo + i);

      dy.div(x).intoArray(dx, dxo + i);
    }
  }

  private static void sqrt(float[] source, int so, float[] d, int dyo, float[] dx, int dxo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector y = FloatVector.fromArray(S, source, so + i);
      FloatVector dy = FloatVector.fromArray(S, d, dyo + i);

      dy.div(y.add(y)).intoArray(dx, dxo + i);
    }
  }

  private static void tanh(float[] source, int so, float[] d, int dyo, float[] dx, int dxo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector y = FloatVector.fromArray(S, source, so + i);
      FloatVector dy = FloatVector.fromArray(S, d, dyo + i);

      dy.mul(y.mul(y).neg().add(1f)).intoArray(dx, dxo + i);
    }
  }

  private static void sigmoid(
      float[] source, int so, float[] d, int dyo, float[] dx, int dxo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector y = FloatVector.fromArray(S, source, so + i);
      FloatVector dy = FloatVector.fromArray(S, d, dyo + i);

      dy.mul(y.mul(y.neg().add(1f))).intoArray(dx, dxo + i);
    }
  }

  private static void silu(float[] source, int so, float[] d, int dyo, float[] dx, int dxo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector x = FloatVector.fromArray(S, source, so + i);
      FloatVector dy = FloatVector.fromArray(S, d, dyo + i);
      FloatVector s = VectorMath.sigmoid(x);
      dy.mul(s.mul(x.mul(s.neg().add(1f)).add(1f))).intoArray(dx, dxo + i);
    }
  }

  // cdf(x) is cdf(-|x|), or 1 minus that above 0.
  private static void geluErf(
      float[] source, int so, float[] d, int dyo, float[] dx, int dxo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector x = FloatVector.fromArray(S, source, so + i);
      FloatVector a = VectorMath.magnitude(x, NORMAL_END_BITS);
      FloatVector e = VectorMath.expUpTo88(a.mul(a).mul(-0.5f));
      FloatVector tail = e.mul(VectorMath.normalTailRatio(a));
      FloatVector cdf = tail.blend(tail.neg().add(1f), x.compare(VectorOperators.GT, 0f));
      FloatVector slope = e.mul(INV_SQRT_2_PI).fma(x, cdf);
      slope.mul(FloatVector.fromArray(S, d, dyo + i)).intoArray(dx, dxo + i);
    }
  }

  // Two loops through a short run of scratch: one body of both would be beyond the compiler's
  // limit.
  private static void geluTanh(
      float[] source, int so, float[] d, int dyo, float[] dx, int dxo, int n) {
    float[] tanh = TANH.get(RUN);
    for (int at = 0; at < n; at += RUN) {
      int run = Math.min(RUN, n - at);
      tanhOfMagnitude(source, so + at, tanh, run);
      geluTanh(tanh, source, so + at, d, dyo + at, dx, dxo + at, run);
    }
  }

  private static void tanhOfMagnitude(float[] source, int so, float[] y, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector a = FloatVector.fromArray(S, source, so + i).abs();
      VectorMath.tanhOfMagnitude(UnaryLoops.inner(a)).intoArray(y, i);
    }
  }

  private static void geluTanh(
      float[] tanh, float[] source, int so, float[] d, int dyo, float[] dx, int dxo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector x = FloatVector.fromArray(S, source, so + i);
      FloatVector t = VectorMath.sign(FloatVector.fromArray(S, tanh, i), x);
      FloatVector slope =
          x.mul(x).mul(3f * UnaryLoops.CUBIC).add(1f).mul(UnaryLoops.SQRT_2_OVER_PI);
      FloatVector bend = t.mul(t).neg().add(1f).mul(x).mul(slope);
      t.add(1f)
          .add(bend)
          .mul(0.5f)
          .mul(FloatVector.fromArray(S, d, dyo + i))
          .intoArray(dx, dxo + i);
    }
  }

  private static void quickGelu(
      float[] source, int so, float[] d, int dyo, float[] dx, int dxo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector x = FloatVector.fromArray(S, source, so + i);
      FloatVector dy = FloatVector.fromArray(S, d, dyo + i);
      FloatVector u = x.mul(UnaryLoops.QUICK);
      FloatVector s = VectorMath.sigmoid(u);
      dy.mul(s.mul(u.mul(s.neg().add(1f)).add(1f))).intoArray(dx, dxo + i);
    }
  }

  private static void relu(float[] source, int so, float[] d, int dyo, float[] dx, int dxo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector x = FloatVector.fromArray(S, source, so + i);
      FloatVector dy = FloatVector.fromArray(S, d, dyo + i);

      FloatVector.zero(S).blend(dy, x.compare(VectorOperators.GT, 0f)).intoArray(dx, dxo + i);
    }
  }

  private static void negate(float[] d, int dyo, float[] dx, int dxo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector dy = FloatVector.fromArray(S, d, dyo + i);

      dy.neg().intoArray(dx, dxo + i);
    }
  }

  private static void square(
      float[] source, int so, float[] d, int dyo, float[] dx, int dxo, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector x = FloatVector.fromArray(S, source, so + i);
      FloatVector dy = FloatVector.fromArray(S, d, dyo + i);

      dy.mul(x.add(x)).intoArray(dx, dxo + i);
    }
  }
}
