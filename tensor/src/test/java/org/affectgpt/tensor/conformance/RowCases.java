package org.affectgpt.tensor.conformance;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.backend.RowKernels.Angles;
import org.affectgpt.tensor.backend.RowKernels.Heads;
import org.affectgpt.tensor.backend.RowKernels.Reduction;

/** Reductions over an axis, the place of the largest, and rotary positions. */
final class RowCases {
  /** {@code outer, length, inner}. */
  private static final int[][] SHAPES = {
    {1, 1, 1},
    {0, 3, 4},
    {3, 2, 0},
    {5, 17, 1},
    {1, 40_000, 1},
    {3, 16_385, 1},
    {1, 1000, 33},
    {2, 129, 300},
    {1, 128, 2049},
    {1, 3, 20_000},
    {700, 5, 17}
  };

  /** {@code tokens, heads, dim}. */
  private static final int[][] HEADS = {
    {0, 2, 4}, {1, 1, 2}, {3, 2, 6}, {7, 4, 32}, {5, 3, 34}, {40, 2, 128}, {301, 1, 18}
  };

  private static final int POSITIONS = 50;

  private RowCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    for (int[] s : SHAPES) {
      String dims = s[0] + "x" + s[1] + "x" + s[2];
      for (Reduction op : Reduction.values()) {
        all.add(new KernelCase("rows.reduce", op + " " + dims, c -> reduce(c, op, s)));
      }
      all.add(new KernelCase("rows.argMax", dims, c -> argMax(c, s)));
      all.add(new KernelCase("rows.argMaxGrad", dims, c -> argMaxGrad(c, s)));
    }
    for (int[] s : HEADS) {
      for (boolean inverse : new boolean[] {false, true}) {
        String dims = s[0] + "x" + s[1] + "x" + s[2] + (inverse ? " inverse" : "");
        all.add(new KernelCase("rows.rotary", dims, c -> rotary(c, s, inverse)));
      }
    }
    for (int n : UnaryCases.SIZES) {
      all.add(new KernelCase("rows.sumWhere", "n=" + n, c -> sumWhere(c, n)));
    }
    return all;
  }

  private static void reduce(KernelCall c, Reduction op, int[] s) {
    float[] xs = c.normal(s[0] * s[1] * s[2]);
    double[] expected = new double[s[0] * s[2]];
    for (int i = 0; i < expected.length; i++) {
      double value = op == Reduction.SUM ? 0 : Double.NEGATIVE_INFINITY;
      for (int j = 0; j < s[1]; j++) {
        double x = xs[(i / s[2] * s[1] + j) * s[2] + i % s[2]];
        value = op == Reduction.SUM ? value + x : Math.max(value, x);
      }
      expected[i] = value;
    }
    Operand x = c.input("x", xs);
    Operand y = c.output("y", expected.length);
    c.expect(y, expected, op == Reduction.SUM ? Tolerance.sum(s[1], 1) : Tolerance.EXACT);
    c.run((b, v) -> b.rows().reduce(op, v.of(x), v.of(y), s[0], s[1], s[2]));
  }

  /** Few different values, so that the first of equal ones must be told from the others. */
  private static void argMax(KernelCall c, int[] s) {
    int[] drawn = c.ints(s[0] * s[1] * s[2], Math.max(2, s[1] / 3));
    float[] xs = new float[drawn.length];
    for (int i = 0; i < xs.length; i++) {
      xs[i] = drawn[i] - 5;
    }
    double[] expected = new double[s[0] * s[2]];
    for (int i = 0; i < expected.length; i++) {
      int at = i / s[2] * s[1] * s[2] + i % s[2];
      int best = 0;
      for (int j = 1; j < s[1]; j++) {
        best = xs[at + j * s[2]] > xs[at + best * s[2]] ? j : best;
      }
      expected[i] = best;
    }
    Operand x = c.input("x", xs);
    Operand index = c.outputInts("index", expected.length);
    c.expect(index, expected, Tolerance.EXACT);
    c.run((b, v) -> b.rows().argMax(v.of(x), v.of(index), s[0], s[1], s[2]));
  }

  private static void argMaxGrad(KernelCall c, int[] s) {
    int[] places = c.ints(s[0] * s[2], s[1]);
    float[] ds = c.normal(places.length);
    double[] expected = new double[s[0] * s[1] * s[2]];
    for (int i = 0; i < places.length; i++) {
      expected[(i / s[2] * s[1] + places[i]) * s[2] + i % s[2]] = ds[i];
    }
    Operand index = c.input("index", places);
    Operand dy = c.input("dy", ds);
    Operand dx = c.output("dx", expected.length);
    c.expect(dx, expected, Tolerance.EXACT);
    c.run((b, v) -> b.rows().argMaxGrad(v.of(index), v.of(dy), v.of(dx), s[0], s[1], s[2]));
  }

  /** A mask of zero, of less and of no number chooses nothing. */
  private static void sumWhere(KernelCall c, int n) {
    float[] xs = c.normal(n);
    float[] masks = c.normal(n);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      masks[i] = i % 7 == 5 ? 0 : i % 7 == 6 ? Float.NaN : masks[i];
      sum += masks[i] > 0 ? xs[i] : 0;
    }
    Operand x = c.input("x", xs);
    Operand mask = c.input("mask", masks);
    Operand y = c.output("sum", 1);
    c.expect(y, new double[] {sum}, new Tolerance(2 * Tolerance.UNIT, 0, true));
    c.run(
        (b, v) -> {
          float[] host = {(float) b.rows().sumWhere(v.of(x), v.of(mask), n).getAsDouble()};
          b.upload(host, 0, v.of(y), 1);
        });
  }

  private static void rotary(KernelCall c, int[] s, boolean inverse) {
    int half = s[2] / 2;
    float[] xs = c.normal(s[0] * s[1] * s[2]);
    float[] cosines = new float[POSITIONS * half];
    float[] sines = new float[POSITIONS * half];
    for (int i = 0; i < cosines.length; i++) {
      double angle = i / half * Math.pow(10_000, -(double) (i % half) / half);
      cosines[i] = (float) Math.cos(angle);
      sines[i] = (float) Math.sin(angle);
    }
    int[] positions = c.ints(s[0], POSITIONS);
    double[] expected = new double[xs.length];
    for (int i = 0; i < xs.length; i++) {
      int j = i % s[2];
      int at = positions[i / s[2] / s[1]] * half + j % half;
      double sine = inverse ? -sines[at] : sines[at];
      expected[i] =
          j < half
              ? xs[i] * (double) cosines[at] - xs[i + half] * sine
              : xs[i] * (double) cosines[at] + xs[i - half] * sine;
    }
    Operand x = c.input("x", xs);
    Operand cos = c.input("cos", cosines);
    Operand sin = c.input("sin", sines);
    Operand position = c.input("position", positions);
    Operand y = c.output("y", xs.length);
    c.expect(y, expected, Tolerance.function(8));
    Heads dims = new Heads(s[0], s[1], s[2]);
    c.run(
        (b, v) -> {
          Angles angles = new Angles(v.of(cos), v.of(sin), v.of(position));
          b.rows().rotary(dims, v.of(x), angles, v.of(y), inverse);
        });
  }
}
