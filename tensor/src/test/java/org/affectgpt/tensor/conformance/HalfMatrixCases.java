package org.affectgpt.tensor.conformance;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;
import org.affectgpt.tensor.backend.Epilogue;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.dtype.DType;

/** Products that read or write activations of 16 bits. */
final class HalfMatrixCases {
  /** {@code m, n, k, batch}. */
  private static final int[][] SHAPES = {
    {1, 7, 64, 1}, {5, 33, 40, 2}, {13, 70, 17, 3}, {40, 65, 600, 1}, {3, 4, 0, 1}, {0, 4, 3, 1}
  };

  private HalfMatrixCases() {}

  /** Types of A, B and C. */
  private record Types(DType a, DType b, DType c) {
    @Override
    public String toString() {
      return a + "*" + b + "=" + c;
    }
  }

  static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    for (DType half : new DType[] {DType.BF16, DType.F16}) {
      List<Types> combinations =
          List.of(
              new Types(half, DType.F32, DType.F32),
              new Types(DType.F32, half, DType.F32),
              new Types(half, half, DType.F32),
              new Types(half, half, half),
              new Types(DType.F32, DType.F32, half));
      for (int[] s : SHAPES) {
        for (int flags = 0; flags < 4; flags++) {
          Gemm d = MatrixCases.padded(s[0], s[1], s[2], flags);
          for (int i = flags % 2; i < combinations.size(); i += 2) {
            add(all, combinations.get(i), s[3] == 1 ? d : MatrixCases.batched(d, s[3], 0));
          }
          add(all, combinations.get(flags % 3), d.accumulating(true));
        }
      }
      for (int m : new int[] {1, 9, 40}) {
        for (DType type : StoredWeight.PLAIN) {
          stored(all, new Types(half, type, half), Gemm.of(false, true, m, 67, 544));
        }
        for (DType type : StoredWeight.GROUPED) {
          stored(all, new Types(half, type, half), Gemm.of(false, true, m, 64, 352));
        }
      }
    }
    return all;
  }

  private static void add(List<ConformanceCase> all, Types types, Gemm d) {
    String dims = types + " " + MatrixCases.text(d);
    all.add(new KernelCase("matrix.gemm", dims, c -> product(c, types, d)));
  }

  private static void stored(List<ConformanceCase> all, Types types, Gemm d) {
    String dims = types + " stored " + MatrixCases.text(d);
    all.add(
        new KernelCase(
            "matrix.gemm",
            dims,
            c -> {
              StoredWeight w = StoredWeight.random(types.b, d.n(), d.k(), c.rng());
              product(c, types, d, c.weight("B", w), w.values());
            }));
  }

  private static void product(KernelCall c, Types types, Gemm d) {
    Spans spans = GemmOracle.spansB(d);
    float[] bs = Operand.rounded(types.b, c.uniform(spans.length()));
    product(c, types, d, c.input("B", types.b, bs, spans), bs);
  }

  /** A written C of 16 bits is rounded once, behind an epilogue that reads 16 bits too. */
  private static void product(KernelCall c, Types types, Gemm d, Operand other, float[] bs) {
    Spans spansA = GemmOracle.spansA(d);
    Spans spansC = GemmOracle.spansC(d);
    float[] as = Operand.rounded(types.a, c.uniform(spansA.length()));
    float[] before = c.uniform(spansC.length());
    float[] biases = c.uniform(d.n());
    float[] gates = Operand.rounded(types.c, c.uniform(spansC.length()));
    boolean gated = types.c != DType.F32;
    Operand a = c.input("A", types.a, as, spansA);
    Operand bias = gated ? c.input("bias", biases) : null;
    Operand gate = gated ? c.input("other", types.c, gates, spansC) : null;
    Operand y = d.accumulate() ? c.inPlace("C", before, spansC) : c.output("C", types.c, spansC);
    GemmOracle.Tail tail =
        gated ? new GemmOracle.Tail(biases, Unary.SILU, Binary.MUL, gates) : GemmOracle.Tail.NONE;
    double[] expected = GemmOracle.product(d, as, bs, before, tail);
    c.expect(y, expected, Tolerance.sum(d.k() + 8L, MatrixCases.TERM).in(types.c));
    c.run(
        (b, v) -> {
          Epilogue e =
              gated
                  ? new Epilogue(v.orNull(bias), Unary.SILU, Binary.MUL, v.orNull(gate))
                  : Epilogue.NONE;
          b.matrix().gemm(d, v.of(a), v.of(other), v.of(y), e);
        });
  }
}
