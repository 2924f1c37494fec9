package org.affectgpt.tensor.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.backend.ElementwiseKernels.Strided;

/** Functions of two values, side by side and broadcast. */
final class BinaryCases {
  /** Dimensions of the output, then for both operands the axes along which they repeat. */
  private record Broadcast(int[] dims, boolean[] repeatA, boolean[] repeatB) {
    static Broadcast of(String dims, String repeatA, String repeatB) {
      int[] d = Arrays.stream(dims.split("x")).mapToInt(Integer::parseInt).toArray();
      return new Broadcast(d, flags(repeatA), flags(repeatB));
    }

    private static boolean[] flags(String text) {
      boolean[] flags = new boolean[text.length()];
      for (int i = 0; i < flags.length; i++) {
        flags[i] = text.charAt(i) == '0';
      }
      return flags;
    }

    int size(boolean[] repeat) {
      int n = 1;
      for (int i = 0; i < dims.length; i++) {
        n *= repeat[i] ? 1 : dims[i];
      }
      return n;
    }

    long[] strides(boolean[] repeat) {
      long[] strides = new long[dims.length];
      long step = 1;
      for (int i = dims.length - 1; i >= 0; i--) {
        strides[i] = repeat[i] ? 0 : step;
        step *= repeat[i] ? 1 : dims[i];
      }
      return strides;
    }

    @Override
    public String toString() {
      return Arrays.toString(dims)
          + " by "
          + Arrays.toString(strides(repeatA))
          + " and "
          + Arrays.toString(strides(repeatB));
    }
  }

  /** A 1 is an axis of the operand, a 0 one along which it is repeated. */
  private static final List<Broadcast> BROADCASTS =
      List.of(
          Broadcast.of("7", "1", "0"),
          Broadcast.of("5x67", "11", "01"),
          Broadcast.of("5x67", "11", "10"),
          Broadcast.of("33x1", "10", "11"),
          Broadcast.of("37x129", "10", "01"),
          Broadcast.of("3x5x16", "111", "010"),
          Broadcast.of("2x3x5x33", "1111", "0101"),
          Broadcast.of("2x3x5x33", "0011", "1100"),
          Broadcast.of("40x1031", "11", "01"),
          Broadcast.of("3x0x4", "111", "011"));

  private BinaryCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    for (Binary f : Binary.values()) {
      for (int n : UnaryCases.SIZES) {
        all.add(new KernelCase("elementwise.binary", f + " n=" + n, c -> dense(c, f, n)));
      }
      all.add(new KernelCase("elementwise.binary", f + " in place of a", c -> inPlace(c, f, true)));
      all.add(
          new KernelCase("elementwise.binary", f + " in place of b", c -> inPlace(c, f, false)));
      for (Broadcast d : BROADCASTS) {
        all.add(new KernelCase("elementwise.binary", f + " " + d, c -> broadcast(c, f, d)));
      }
    }
    all.add(new KernelCase("elementwise.binary", "transposed operand", BinaryCases::transposed));
    return all;
  }

  /** One operation of IEEE 754, but for a division, which devices have to within 2.5 roundoffs. */
  private static Tolerance tolerance(Binary f) {
    return f == Binary.DIV ? Tolerance.function(5) : Tolerance.EXACT;
  }

  private static void dense(KernelCall c, Binary f, int n) {
    float[] as = c.normal(n);
    float[] bs = divisors(c.normal(n));
    Operand a = c.input("a", as);
    Operand other = c.input("b", bs);
    Operand y = c.output("y", n);
    c.expect(y, values(f, as, bs), tolerance(f));
    c.run((b, v) -> b.elementwise().binary(f, v.of(a), v.of(other), v.of(y), n));
  }

  private static void inPlace(KernelCall c, Binary f, boolean first) {
    int n = 1031;
    float[] as = c.normal(n);
    float[] bs = divisors(c.normal(n));
    Operand a = first ? c.inPlace("a", as) : c.input("a", as);
    Operand other = first ? c.input("b", bs) : c.inPlace("b", bs);
    Operand y = first ? a : other;
    c.expect(y, values(f, as, bs), tolerance(f));
    c.run((b, v) -> b.elementwise().binary(f, v.of(a), v.of(other), v.of(y), n));
  }

  private static void broadcast(KernelCall c, Binary f, Broadcast d) {
    float[] as = c.normal(d.size(d.repeatA()));
    float[] bs = divisors(c.normal(d.size(d.repeatB())));
    strided(c, f, d.dims(), as, d.strides(d.repeatA()), bs, d.strides(d.repeatB()));
  }

  private static void transposed(KernelCall c) {
    long[] columns = {1, 19};
    strided(
        c,
        Binary.SUB,
        new int[] {19, 35},
        c.normal(665),
        new long[] {35, 1},
        c.normal(665),
        columns);
  }

  private static void strided(
      KernelCall c, Binary f, int[] dims, float[] as, long[] sa, float[] bs, long[] sb) {
    int n = Arrays.stream(dims).reduce(1, (p, q) -> p * q);
    double[] expected = new double[n];
    for (int i = 0; i < n; i++) {
      int ia = 0;
      int ib = 0;
      int rest = i;
      for (int axis = dims.length - 1; axis >= 0; axis--) {
        ia += (int) (rest % dims[axis] * sa[axis]);
        ib += (int) (rest % dims[axis] * sb[axis]);
        rest /= dims[axis];
      }
      expected[i] = Functions.value(f, as[ia], bs[ib]);
    }
    Operand a = c.input("a", as);
    Operand other = c.input("b", bs);
    Operand y = c.output("y", n);
    c.expect(y, expected, tolerance(f));
    c.run(
        (b, v) -> {
          Strided left = new Strided(v.of(a), sa);
          Strided right = new Strided(v.of(other), sb);
          b.elementwise().binary(f, dims, left, right, v.of(y));
        });
  }

  private static double[] values(Binary f, float[] a, float[] b) {
    double[] y = new double[a.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Functions.value(f, a[i], b[i]);
    }
    return y;
  }

  /** Away from zero. */
  private static float[] divisors(float[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] += Math.copySign(0.25f, x[i]);
    }
    return x;
  }
}
