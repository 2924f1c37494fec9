package org.affectgpt.tensor.conformance;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.backend.RowKernels.Affine;
import org.affectgpt.tensor.backend.RowKernels.GroupedNorm;
import org.affectgpt.tensor.backend.RowKernels.Statistics;

/** Group norm over {@code [batch, channels, length]}. */
final class GroupNormCases {
  private static final float EPS = 1e-5f;

  private GroupNormCases() {}

  /** Elements of x. */
  private static int size(GroupedNorm d) {
    return d.batch() * d.channels() * d.length();
  }

  /** Elements of a group. */
  private static int width(GroupedNorm d) {
    return d.channels() / d.groups() * d.length();
  }

  private static int channel(GroupedNorm d, int i) {
    return i / d.length() % d.channels();
  }

  private static final List<GroupedNorm> SHAPES =
      List.of(
          new GroupedNorm(0, 4, 5, 2, EPS),
          new GroupedNorm(1, 1, 2, 1, EPS),
          new GroupedNorm(2, 6, 15, 3, EPS),
          new GroupedNorm(3, 8, 17, 8, EPS),
          new GroupedNorm(1, 32, 100, 4, EPS),
          new GroupedNorm(2, 5, 1031, 1, EPS),
          new GroupedNorm(1, 64, 333, 64, EPS));

  static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    for (GroupedNorm d : SHAPES) {
      String dims = d.batch() + "x" + d.channels() + "x" + d.length() + " groups=" + d.groups();
      all.add(new KernelCase("rows.groupNorm", dims, c -> forward(c, d)));
      all.add(new KernelCase("rows.groupNormGrad", dims, c -> backward(c, d, true)));
      all.add(new KernelCase("rows.groupNormGrad", dims + " dx", c -> backward(c, d, false)));
    }
    return all;
  }

  /** Mean and reciprocal deviation of every group. */
  private static double[][] moments(GroupedNorm d, float[] x) {
    double[] mean = new double[d.batch() * d.groups()];
    double[] rstd = new double[mean.length];
    int n = width(d);
    for (int i = 0; i < x.length; i++) {
      mean[i / width(d)] += x[i] / (double) n;
    }
    for (int i = 0; i < x.length; i++) {
      double centred = x[i] - mean[i / width(d)];
      rstd[i / width(d)] += centred * centred / n;
    }
    for (int g = 0; g < rstd.length; g++) {
      rstd[g] = 1 / Math.sqrt(rstd[g] + EPS);
    }
    return new double[][] {mean, rstd};
  }

  private static void forward(KernelCall c, GroupedNorm d) {
    float[] xs = c.normal(size(d));
    float[] ws = c.normal(d.channels());
    float[] bs = c.normal(d.channels());
    double[][] m = moments(d, xs);
    double[] expected = new double[xs.length];
    for (int i = 0; i < xs.length; i++) {
      double hat = (xs[i] - m[0][i / width(d)]) * m[1][i / width(d)];
      expected[i] = hat * ws[channel(d, i)] + bs[channel(d, i)];
    }
    Operand x = c.input("x", xs);
    Operand w = c.input("weight", ws);
    Operand bias = c.input("bias", bs);
    Operand y = c.output("y", xs.length);
    Operand mean = c.output("mean", m[0].length);
    Operand rstd = c.output("rstd", m[1].length);
    c.expect(y, expected, Tolerance.function(16));
    c.expect(mean, m[0], Tolerance.function(8));
    c.expect(rstd, m[1], Tolerance.function(16));
    c.run(
        (b, v) -> {
          Affine parameters = new Affine(v.of(w), v.of(bias));
          Statistics kept = new Statistics(v.of(mean), v.of(rstd));
          b.rows().groupNorm(d, v.of(x), parameters, v.of(y), kept);
        });
  }

  private static void backward(KernelCall c, GroupedNorm d, boolean all) {
    float[] xs = c.normal(size(d));
    float[] ws = c.normal(d.channels());
    float[] ds = c.normal(size(d));
    double[][] m = moments(d, xs);
    double[] sum = new double[m[0].length];
    double[] dot = new double[m[0].length];
    double[] dws = new double[d.channels()];
    double[] dbs = new double[d.channels()];
    int n = width(d);
    for (int i = 0; i < xs.length; i++) {
      int g = i / width(d);
      double hat = (xs[i] - m[0][g]) * m[1][g];
      dws[channel(d, i)] += ds[i] * hat;
      dbs[channel(d, i)] += ds[i];
      sum[g] += ds[i] * (double) ws[channel(d, i)] / n;
      dot[g] += ds[i] * (double) ws[channel(d, i)] * hat / n;
    }
    double[] expected = new double[xs.length];
    for (int i = 0; i < xs.length; i++) {
      int g = i / width(d);
      double hat = (xs[i] - m[0][g]) * m[1][g];
      expected[i] = m[1][g] * (ds[i] * (double) ws[channel(d, i)] - sum[g] - hat * dot[g]);
    }
    Operand x = c.input("x", xs);
    Operand w = c.input("weight", ws);
    Operand mean = c.input("mean", UnaryCases.floats(m[0]));
    Operand rstd = c.input("rstd", UnaryCases.floats(m[1]));
    Operand dy = c.input("dy", ds);
    Operand dx = c.output("dx", xs.length);
    Operand dw = all ? c.output("dw", d.channels()) : null;
    Operand db = all ? c.output("db", d.channels()) : null;
    c.expect(dx, expected, Tolerance.function(40));
    if (dw != null && db != null) {
      c.expect(dw, dws, Tolerance.sum((long) d.batch() * d.length(), 1));
      c.expect(db, dbs, Tolerance.sum((long) d.batch() * d.length(), 1));
    }
    c.run(
        (b, v) -> {
          Statistics kept = new Statistics(v.of(mean), v.of(rstd));
          Affine asked = new Affine(v.orNull(dw), v.orNull(db));
          b.rows().groupNormGrad(d, v.of(x), v.of(w), kept, v.of(dy), v.of(dx), asked);
        });
  }
}
