package org.affectgpt.tensor.conformance;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;

/** Functions of one value and their gradients. */
final class UnaryCases {
  /** Around vectors of 2 to 16 floats, four of them at once, and the pieces of 16384. */
  static final int[] SIZES = {0, 1, 3, 15, 16, 17, 67, 1031, 16_385};

  /** Roundoffs of the exponential, a division and what is around them. */
  private static final Tolerance VALUE = Tolerance.function(8);

  private static final Tolerance GRADIENT = Tolerance.function(16);

  private UnaryCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    for (Unary f : Unary.values()) {
      for (int n : SIZES) {
        all.add(new KernelCase("elementwise.unary", f + " n=" + n, c -> value(c, f, n)));
        all.add(new KernelCase("elementwise.unaryGrad", f + " n=" + n, c -> gradient(c, f, n)));
      }
      all.add(new KernelCase("elementwise.unary", f + " in place", c -> inPlace(c, f, 1031)));
      all.add(
          new KernelCase(
              "elementwise.unaryGrad", f + " in place", c -> gradientInPlace(c, f, 1031)));
      all.add(new KernelCase("elementwise.unary", f + " far values", c -> far(c, f)));
    }
    return all;
  }

  private static void value(KernelCall c, Unary f, int n) {
    float[] values = domain(c, f, n);
    Operand x = c.input("x", values);
    Operand y = c.output("y", n);
    c.expect(y, values(f, values), VALUE);
    c.run((b, v) -> b.elementwise().unary(f, v.of(x), v.of(y), n));
  }

  private static void inPlace(KernelCall c, Unary f, int n) {
    float[] values = domain(c, f, n);
    Operand x = c.inPlace("x", values);
    c.expect(x, values(f, values), VALUE);
    c.run((b, v) -> b.elementwise().unary(f, v.of(x), v.of(x), n));
  }

  private static void far(KernelCall c, Unary f) {
    float[] values = {
      0, -0f, Float.NaN, 60, -60, 200, -200, 1e30f, -1e30f, Float.MIN_NORMAL, 1, -1, 7.5f, -7.5f
    };
    int n = values.length;
    Operand x = c.input("x", values);
    Operand y = c.output("y", n);
    c.expect(y, values(f, values), VALUE);
    c.run((b, v) -> b.elementwise().unary(f, v.of(x), v.of(y), n));
  }

  private static void gradient(KernelCall c, Unary f, int n) {
    float[] xs = domain(c, f, n);
    float[] dys = c.uniform(n);
    Operand x = c.input("x", xs);
    Operand y = c.input("y", floats(values(f, xs)));
    Operand dy = c.input("dy", dys);
    Operand dx = c.output("dx", n);
    c.expect(dx, gradients(f, xs, dys), GRADIENT);
    c.run((b, v) -> b.elementwise().unaryGrad(f, v.of(x), v.of(y), v.of(dy), v.of(dx), n));
  }

  private static void gradientInPlace(KernelCall c, Unary f, int n) {
    float[] xs = domain(c, f, n);
    float[] dys = c.uniform(n);
    Operand x = c.input("x", xs);
    Operand y = c.input("y", floats(values(f, xs)));
    Operand dy = c.inPlace("dy", dys);
    c.expect(dy, gradients(f, xs, dys), GRADIENT);
    c.run((b, v) -> b.elementwise().unaryGrad(f, v.of(x), v.of(y), v.of(dy), v.of(dy), n));
  }

  /** Values that the function is defined for, its gradient not much above 1. */
  private static float[] domain(KernelCall c, Unary f, int n) {
    float[] x = c.normal(n, 2, 0);
    for (int i = 0; i < n && (f == Unary.LOG || f == Unary.SQRT); i++) {
      x[i] = Math.abs(x[i]) + 0.25f;
    }
    return x;
  }

  private static double[] values(Unary f, float[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Functions.value(f, x[i]);
    }
    return y;
  }

  private static double[] gradients(Unary f, float[] x, float[] dy) {
    double[] dx = new double[x.length];
    for (int i = 0; i < dx.length; i++) {
      dx[i] = Functions.derivative(f, x[i]) * dy[i];
    }
    return dx;
  }

  /** What a kernel before this one has left. */
  static float[] floats(double[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (float) x[i];
    }
    return y;
  }
}
