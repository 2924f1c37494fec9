package org.affectgpt.tensor.conformance;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.backend.Epilogue;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.MatrixLayout;
import org.affectgpt.tensor.dtype.DType;

/** Products with weights as files hold them: 16 bits, blocks, 64 rows side by side. */
final class StoredMatrixCases {
  /** Random bytes of a block by its scale have a deviation of about 2/3, as uniform values have. */
  private static final double TERM = 0.4;

  private static final int GROUPED_ROWS = 192;
  private static final int GROUPED_COLUMNS = 352;

  private StoredMatrixCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    for (DType type : StoredWeight.PLAIN) {
      for (int m : new int[] {0, 1, 3, 8, 40}) {
        for (int n : new int[] {1, 32, 67}) {
          for (int k : new int[] {32, 96, 544}) {
            add(all, type, Gemm.of(false, true, m, n, k), k);
          }
        }
      }
      int block = type.blockLength();
      for (int m : new int[] {1, 2, 4, 7, 33}) {
        for (int k : block > 1 ? new int[] {160, 4128} : new int[] {1, 45, 4129}) {
          int ldb = k + block;
          add(all, type, with(Gemm.of(false, true, m, 6, k).accumulating(true), k + 3, ldb), ldb);
        }
      }
      add(all, type, with(Gemm.of(true, true, 9, 13, 64), 11, 64), 64);
      add(all, type, Gemm.of(false, false, 20, 96, 64), 96);
      add(all, type, Gemm.of(false, false, 1, 64, 37), 64);
    }
    for (DType type : StoredWeight.GROUPED) {
      for (int m : new int[] {0, 1, 5, 8, 9, 70}) {
        add(all, type, Gemm.of(false, true, m, GROUPED_ROWS, GROUPED_COLUMNS), GROUPED_COLUMNS);
        add(all, type, Gemm.of(false, true, m, 64, 32), 32);
        add(all, type, Gemm.of(false, false, m, GROUPED_COLUMNS, 64), GROUPED_COLUMNS);
      }
      add(
          all,
          type,
          Gemm.of(false, true, 3, 64, GROUPED_COLUMNS).accumulating(true),
          GROUPED_COLUMNS);
    }
    return all;
  }

  /** The product with other leading dimensions, that of C with a gap of one. */
  private static Gemm with(Gemm d, int lda, int ldb) {
    MatrixLayout a = new MatrixLayout(d.transA(), lda, 0);
    MatrixLayout b = new MatrixLayout(d.transB(), ldb, 0);
    MatrixLayout c = new MatrixLayout(false, d.n() + 1, 0);
    return new Gemm(d.m(), d.n(), d.k(), 1, a, b, c, d.accumulate());
  }

  private static void add(List<ConformanceCase> all, DType type, Gemm d, int columns) {
    String dims = type + " " + MatrixCases.text(d) + " ldb=" + columns;
    all.add(new KernelCase("matrix.gemm", dims, c -> product(c, type, d, columns)));
  }

  private static void product(KernelCall c, DType type, Gemm d, int columns) {
    int rows = d.transB() ? d.n() : d.k();
    int used = d.transB() ? d.k() : d.n();
    StoredWeight w = StoredWeight.random(type, rows, columns, used, c.rng());
    float[] as = c.uniform(GemmOracle.spansA(d).length());
    float[] before = c.uniform(GemmOracle.spansC(d).length());
    float[] biases = c.uniform(d.n());
    Operand a = c.input("A", as, GemmOracle.spansA(d));
    Operand other = c.weight("B", w);
    Operand bias = d.accumulate() ? null : c.input("bias", biases);
    Operand y =
        d.accumulate()
            ? c.inPlace("C", before, GemmOracle.spansC(d))
            : c.output("C", DType.F32, GemmOracle.spansC(d));
    GemmOracle.Tail tail =
        bias == null ? GemmOracle.Tail.NONE : new GemmOracle.Tail(biases, null, null, new float[0]);
    double[] expected = GemmOracle.product(d, as, w.values(), before, tail);
    c.expect(y, expected, Tolerance.sum(d.k(), TERM));
    c.run(
        (b, v) -> b.matrix().gemm(d, v.of(a), v.of(other), v.of(y), Epilogue.bias(v.orNull(bias))));
  }
}
