package org.affectgpt.tensor.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.tensor.backend.OptimizerKernels.AdamW;
import org.affectgpt.tensor.backend.Span;

/** The optimizers' kernels. */
final class OptimizerCases {
  private OptimizerCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    for (int n : UnaryCases.SIZES) {
      for (int step : new int[] {1, 3, 1000}) {
        AdamW h = new AdamW(1e-2, 0.9, 0.95, 1e-8, step == 3 ? 0 : 0.1, step);
        all.add(new KernelCase("optimizer.adamW", "n=" + n + " step=" + step, c -> adamW(c, h, n)));
      }
    }
    for (double maxNorm : new double[] {0.5, 0, 1e6}) {
      String dims = " to " + maxNorm;
      all.add(new KernelCase("optimizer.clip", "n=1" + dims, c -> clip(c, maxNorm, 1)));
      all.add(new KernelCase("optimizer.clip", "two" + dims, c -> clip(c, maxNorm, 17, 5)));
      all.add(
          new KernelCase(
              "optimizer.clip", "five" + dims, c -> clip(c, maxNorm, 17, 1, 0, 16_385, 67)));
    }
    all.add(new KernelCase("optimizer.clip", "small after large", OptimizerCases::smallAfterLarge));
    return all;
  }

  private static void adamW(KernelCall c, AdamW h, int n) {
    float[] p0 = c.normal(n);
    float[] g0 = c.normal(n);
    float[] m0 = h.step() == 1 ? new float[n] : c.normal(n, 0.3, 0);
    float[] v0 = h.step() == 1 ? new float[n] : c.normal(n, 0.1, 1);
    double[] p1 = new double[n];
    double[] m1 = new double[n];
    double[] v1 = new double[n];
    for (int i = 0; i < n; i++) {
      m1[i] = h.beta1() * m0[i] + (1 - h.beta1()) * g0[i];
      v1[i] = h.beta2() * v0[i] + (1 - h.beta2()) * g0[i] * g0[i];
      double mHat = m1[i] / (1 - Math.pow(h.beta1(), h.step()));
      double vHat = v1[i] / (1 - Math.pow(h.beta2(), h.step()));
      p1[i] = p0[i] * (1 - h.lr() * h.weightDecay()) - h.lr() * mHat / (Math.sqrt(vHat) + h.eps());
    }
    Operand p = c.inPlace("parameter", p0);
    Operand g = c.input("gradient", g0);
    Operand m = c.inPlace("m", m0);
    Operand v = c.inPlace("v", v0);
    c.expect(p, p1, Tolerance.function(8));
    c.expect(m, m1, Tolerance.function(8));
    c.expect(v, v1, Tolerance.function(8));
    c.run((b, o) -> b.optimizer().adamW(h, o.of(p), o.of(g), o.of(m), o.of(v), n));
  }

  private static void clip(KernelCall c, double maxNorm, int... lengths) {
    List<float[]> all = new ArrayList<>();
    for (int n : lengths) {
      all.add(c.normal(n));
    }
    clip(c, maxNorm, all);
  }

  /** A float32 accumulator loses what comes after its first value. */
  private static void smallAfterLarge(KernelCall c) {
    float[] x = c.normal(50_001, 0.03, 0);
    x[0] = 8192;
    clip(c, 4096, List.of(x));
  }

  private static void clip(KernelCall c, double maxNorm, List<float[]> values) {
    double squares = 0;
    for (float[] x : values) {
      for (float v : x) {
        squares += (double) v * v;
      }
    }
    double norm = Math.sqrt(squares);
    double factor = maxNorm > 0 ? Math.min(1, maxNorm / (norm + 1e-6)) : 1;
    List<Operand> gradients = new ArrayList<>();
    for (float[] x : values) {
      double[] clipped = new double[x.length];
      Arrays.setAll(clipped, i -> x[i] * factor);
      Operand g = c.inPlace("gradient " + gradients.size(), x);
      c.expect(g, clipped, factor == 1 ? Tolerance.EXACT : Tolerance.function(3));
      gradients.add(g);
    }
    Operand before = c.output("norm", 1);
    c.expect(before, new double[] {norm}, new Tolerance(2 * Tolerance.UNIT, 0, true));
    c.run(
        (b, v) -> {
          List<Span> spans = new ArrayList<>();
          gradients.forEach(g -> spans.add(new Span(v.of(g), g.length())));
          float[] host = {(float) b.optimizer().clip(spans, maxNorm).getAsDouble()};
          b.upload(host, 0, v.of(before), 1);
        });
  }
}
