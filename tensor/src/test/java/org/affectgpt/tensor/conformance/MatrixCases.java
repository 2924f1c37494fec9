package org.affectgpt.tensor.conformance;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.MatrixLayout;
import org.affectgpt.tensor.dtype.DType;

/** Products of F32 matrices: every transposition, leading dimension, batch and accumulation. */
final class MatrixCases {
  /** The standard deviation of the product of two uniform values. */
  static final double TERM = 1 / 3.0;

  private static final int PAD = 5;

  /**
   * {@code m, n, k}: single rows, columns and terms, none of them, around vectors and tiles, many
   * rows, many columns, a sum longer than a packed panel.
   */
  private static final int[][] SHAPES = {
    {1, 1, 1},
    {0, 5, 7},
    {5, 0, 7},
    {3, 5, 0},
    {1, 17, 33},
    {3, 5, 129},
    {6, 64, 256},
    {7, 65, 257},
    {8, 352, 128},
    {9, 31, 1},
    {17, 3, 33},
    {33, 129, 17},
    {129, 33, 300},
    {16, 200, 600},
    {64, 33, 2100},
    {1, 700, 513},
    {5, 3, 2},
    {200, 300, 40},
    {97, 129, 511},
    {2, 1030, 1050},
    {24, 24, 24},
    {48, 67, 2049},
    {11, 13, 1037},
    {32, 9, 515}
  };

  /** {@code m, n, k, batch}. */
  private static final int[][] BATCHES = {
    {1, 1, 1, 3},
    {17, 33, 5, 4},
    {64, 64, 32, 40},
    {50, 70, 24, 9},
    {300, 257, 33, 2},
    {8, 40, 64, 6},
    {4, 4, 4, 0},
    {2, 8, 40, 33}
  };

  private MatrixCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    for (int[] s : SHAPES) {
      for (int flags : new int[] {0, 1, 2, 3, 5, 6}) {
        Gemm d = padded(s[0], s[1], s[2], flags);
        all.add(new KernelCase("matrix.gemm", "F32 " + text(d), c -> product(c, d)));
      }
      Gemm dense = Gemm.of(false, true, s[0], s[1], s[2]);
      all.add(new KernelCase("matrix.gemm", "F32 dense " + text(dense), c -> product(c, dense)));
    }
    for (int[] s : BATCHES) {
      for (int flags = 0; flags < 8; flags++) {
        Gemm d = batched(padded(s[0], s[1], s[2], flags), s[3], flags % 3);
        all.add(new KernelCase("matrix.gemm", "F32 " + text(d), c -> product(c, d)));
      }
    }
    return all;
  }

  private static void product(KernelCall c, Gemm d) {
    Spans spansC = GemmOracle.spansC(d);
    float[] as = c.uniform(GemmOracle.spansA(d).length());
    float[] bs = c.uniform(GemmOracle.spansB(d).length());
    float[] before = c.uniform(spansC.length());
    Operand a = c.input("A", as, GemmOracle.spansA(d));
    Operand other = c.input("B", bs, GemmOracle.spansB(d));
    Operand y = d.accumulate() ? c.inPlace("C", before, spansC) : c.output("C", DType.F32, spansC);
    double[] expected = GemmOracle.product(d, as, bs, before, GemmOracle.Tail.NONE);
    c.expect(y, expected, Tolerance.sum(d.k(), TERM));
    c.run((b, v) -> b.matrix().gemm(d, v.of(a), v.of(other), v.of(y)));
  }

  /** Bits of {@code flags}: A lies turned, B lies turned, add to C. */
  static Gemm padded(int m, int n, int k, int flags) {
    boolean transA = (flags & 1) != 0;
    boolean transB = (flags & 2) != 0;
    MatrixLayout a = new MatrixLayout(transA, (transA ? m : k) + PAD, 0);
    MatrixLayout b = new MatrixLayout(transB, (transB ? k : n) + PAD, 0);
    MatrixLayout c = new MatrixLayout(false, n + PAD, 0);
    return new Gemm(m, n, k, 1, a, b, c, (flags & 4) != 0);
  }

  /**
   * The product over a batch, with gaps between its items.
   *
   * @param shared 0 for none, 1 for one A in all of the batch, 2 for one B
   */
  static Gemm batched(Gemm d, int batch, int shared) {
    MatrixLayout a = apart(d.a(), d.transA() ? d.k() : d.m());
    MatrixLayout b = apart(d.b(), d.transB() ? d.n() : d.k());
    MatrixLayout c = apart(d.c(), d.m());
    Gemm all = new Gemm(d.m(), d.n(), d.k(), batch, a, b, c, d.accumulate());
    return shared == 1 ? all.sharingA() : shared == 2 ? all.sharingB() : all;
  }

  private static MatrixLayout apart(MatrixLayout one, int rows) {
    long stride = (long) one.leading() * rows + 3;
    return new MatrixLayout(one.transposed(), one.leading(), stride);
  }

  /** Transpositions as BLAS has them, then the rest that differs from one plain product. */
  static String text(Gemm d) {
    return (d.transA() ? "t" : "n")
        + (d.transB() ? "t " : "n ")
        + d.m()
        + "x"
        + d.n()
        + "x"
        + d.k()
        + (d.batch() == 1
            ? ""
            : " batch=" + d.batch() + " strides=" + d.a().stride() + "," + d.b().stride())
        + (d.accumulate() ? " added" : "");
  }
}
