package org.affectgpt.tensor.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.dtype.DType;

/** Gated activations, scalings, bounds, dropout and filling. */
final class ElementwiseCases {
  private static final float LOW = -0.4f;
  private static final float HIGH = 0.7f;

  private ElementwiseCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    for (int n : UnaryCases.SIZES) {
      String dims = "n=" + n;
      for (DType type : Operand.FLOATS) {
        all.add(new KernelCase("elementwise.swiGlu", type + " " + dims, c -> swiGlu(c, type, n)));
      }
      all.add(new KernelCase("elementwise.swiGluGrad", dims, c -> swiGluGrad(c, n)));
      all.add(new KernelCase("elementwise.affine", dims, c -> affine(c, n)));
      all.add(new KernelCase("elementwise.axpy", dims, c -> axpy(c, n)));
      all.add(new KernelCase("elementwise.clamp", dims, c -> clamp(c, n)));
      all.add(new KernelCase("elementwise.clampGrad", dims, c -> clampGrad(c, n)));
      all.add(new KernelCase("elementwise.fill", dims, c -> fill(c, n)));
      for (float p : new float[] {0, 0.25f, 0.9f}) {
        all.add(new KernelCase("elementwise.dropout", dims + " p=" + p, c -> dropout(c, n, p)));
      }
    }
    all.add(new KernelCase("elementwise.affine", "in place", ElementwiseCases::affineInPlace));
    all.add(new KernelCase("elementwise.dropout", "in place", ElementwiseCases::dropoutInPlace));
    return all;
  }

  private static void swiGlu(KernelCall c, DType type, int n) {
    float[] g = c.normal(n, 3, 0);
    float[] u = c.normal(n);
    Operand gate = c.input("gate", g);
    Operand up = c.input("up", u);
    Operand y = c.output("y", type, Spans.all(n));
    Tolerance tolerance = Tolerance.function(8).in(type);
    c.expect(y, each(n, i -> g[i] * Functions.sigmoid(g[i]) * u[i]), tolerance);
    c.run((b, v) -> b.elementwise().swiGlu(v.of(gate), v.of(up), v.of(y), n));
  }

  private static void swiGluGrad(KernelCall c, int n) {
    float[] g = c.normal(n, 3, 0);
    float[] u = c.normal(n);
    float[] d = c.normal(n);
    Operand gate = c.input("gate", g);
    Operand up = c.input("up", u);
    Operand dy = c.input("dy", d);
    Operand dgate = c.output("dgate", n);
    Operand dup = c.output("dup", n);
    Tolerance tolerance = Tolerance.function(16);
    c.expect(dup, each(n, i -> g[i] * Functions.sigmoid(g[i]) * d[i]), tolerance);
    c.expect(
        dgate,
        each(n, i -> Functions.sigmoid(g[i]) * (1 + g[i] * Functions.sigmoid(-g[i])) * u[i] * d[i]),
        tolerance);
    c.run(
        (b, v) ->
            b.elementwise().swiGluGrad(v.of(gate), v.of(up), v.of(dy), v.of(dgate), v.of(dup), n));
  }

  private static void affine(KernelCall c, int n) {
    float[] xs = c.normal(n);
    Operand x = c.input("x", xs);
    Operand y = c.output("y", n);
    c.expect(y, each(n, i -> -1.5f * (double) xs[i] + 0.3f), Tolerance.function(4));
    c.run((b, v) -> b.elementwise().affine(-1.5f, v.of(x), 0.3f, v.of(y), n));
  }

  private static void affineInPlace(KernelCall c) {
    int n = 1031;
    float[] xs = c.normal(n);
    Operand x = c.inPlace("x", xs);
    c.expect(x, each(n, i -> 2.5f * (double) xs[i] - 1f), Tolerance.function(6));
    c.run((b, v) -> b.elementwise().affine(2.5f, v.of(x), -1f, v.of(x), n));
  }

  private static void axpy(KernelCall c, int n) {
    float[] xs = c.normal(n);
    float[] ys = c.normal(n);
    Operand x = c.input("x", xs);
    Operand y = c.inPlace("y", ys);
    c.expect(y, each(n, i -> -0.7f * (double) xs[i] + ys[i]), Tolerance.function(6));
    c.run((b, v) -> b.elementwise().axpy(-0.7f, v.of(x), v.of(y), n));
  }

  private static void clamp(KernelCall c, int n) {
    float[] xs = edges(c.uniform(n));
    Operand x = c.input("x", xs);
    Operand y = c.output("y", n);
    c.expect(y, each(n, i -> Math.min(Math.max(xs[i], LOW), HIGH)), Tolerance.EXACT);
    c.run((b, v) -> b.elementwise().clamp(v.of(x), LOW, HIGH, v.of(y), n));
  }

  private static void clampGrad(KernelCall c, int n) {
    float[] xs = edges(c.uniform(n));
    float[] d = c.normal(n);
    Operand x = c.input("x", xs);
    Operand dy = c.input("dy", d);
    Operand dx = c.output("dx", n);
    c.expect(dx, each(n, i -> LOW <= xs[i] && xs[i] <= HIGH ? d[i] : 0), Tolerance.EXACT);
    c.run((b, v) -> b.elementwise().clampGrad(v.of(x), LOW, HIGH, v.of(dy), v.of(dx), n));
  }

  private static void fill(KernelCall c, int n) {
    Operand y = c.output("y", n);
    c.expect(y, each(n, i -> 0.1f), Tolerance.EXACT);
    c.run((b, v) -> b.elementwise().fill(v.of(y), 0.1f, n));
  }

  private static void dropout(KernelCall c, int n, float p) {
    float[] xs = c.normal(n);
    long key = c.rng().key();
    Operand x = c.input("x", xs);
    Operand y = c.output("y", n);
    c.expect(y, each(n, i -> kept(key, 11L + i, p) * xs[i]), Tolerance.function(4));
    c.run((b, v) -> b.elementwise().dropout(v.of(x), p, key, 11, v.of(y), n));
  }

  private static void dropoutInPlace(KernelCall c) {
    int n = 1031;
    float[] xs = c.normal(n);
    long key = c.rng().key();
    long counter = 1L << 40;
    Operand x = c.inPlace("x", xs);
    c.expect(x, each(n, i -> kept(key, counter + i, 0.5f) * xs[i]), Tolerance.function(4));
    c.run((b, v) -> b.elementwise().dropout(v.of(x), 0.5f, key, counter, v.of(x), n));
  }

  /** What a value is multiplied by: a draw is the upper 24 bits, as a fraction. */
  private static double kept(long key, long draw, float p) {
    return (CounterRng.bitsAt(key, draw) >>> 40) * 0x1p-24 < p ? 0 : 1 / (1 - (double) p);
  }

  /** The bounds themselves among the values. */
  private static float[] edges(float[] x) {
    for (int i = 0; i + 1 < x.length; i += 5) {
      x[i] = LOW;
      x[i + 1] = HIGH;
    }
    return x;
  }

  private static double[] each(int n, IntToDoubleFunction value) {
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = value.applyAsDouble(i);
    }
    return y;
  }
}
