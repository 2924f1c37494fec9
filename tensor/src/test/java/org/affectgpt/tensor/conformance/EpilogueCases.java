package org.affectgpt.tensor.conformance;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;
import org.affectgpt.tensor.backend.Epilogue;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.dtype.DType;
import org.jspecify.annotations.Nullable;

/**
 * Products with an epilogue: near the oracle, and with the bits of the same steps one after the
 * other.
 */
final class EpilogueCases {
  private static final int[][] SHAPES = {
    {1, 1, 1},
    {1, 17, 33},
    {1, 700, 513},
    {2, 131, 64},
    {7, 65, 257},
    {8, 352, 128},
    {9, 31, 0},
    {13, 67, 520},
    {31, 130, 530},
    {40, 96, 40},
    {100, 129, 128},
    {65, 33, 1100},
    {64, 300, 200}
  };

  private static final int[][] BATCHES = {
    {1, 1, 1, 3}, {17, 33, 5, 4}, {64, 64, 32, 40}, {50, 70, 24, 9}, {8, 40, 64, 6}
  };

  private static final Unary[] FUNCTIONS = {
    Unary.RELU, Unary.GELU_ERF, Unary.GELU_TANH, Unary.QUICK_GELU, Unary.SILU
  };

  private EpilogueCases() {}

  /** What follows a product. */
  private record Steps(boolean bias, @Nullable Unary function, @Nullable Binary join) {
    /** What models use. */
    static final List<Steps> USUAL =
        List.of(
            new Steps(true, Unary.QUICK_GELU, null),
            new Steps(true, null, Binary.ADD),
            new Steps(false, Unary.SILU, Binary.MUL));

    static List<Steps> every() {
      List<Steps> all = new ArrayList<>(List.of(new Steps(true, null, null)));
      for (Unary f : FUNCTIONS) {
        for (Binary join : new Binary[] {null, Binary.ADD, Binary.MUL}) {
          all.add(new Steps(all.size() % 2 == 0, f, join));
        }
      }
      return all;
    }

    @Override
    public String toString() {
      return (bias ? " bias" : "")
          + (function == null ? "" : " " + function)
          + (join == null ? "" : " " + join);
    }
  }

  static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    for (int[] s : SHAPES) {
      for (int flags = 0; flags < 4; flags++) {
        add(all, DType.F32, MatrixCases.padded(s[0], s[1], s[2], flags));
      }
    }
    for (int[] s : BATCHES) {
      for (int flags = 0; flags < 4; flags++) {
        Gemm d = MatrixCases.padded(s[0], s[1], s[2], flags);
        add(all, DType.F32, MatrixCases.batched(d, s[3], 0));
      }
    }
    for (DType type : StoredWeight.PLAIN) {
      for (int m : new int[] {1, 3, 40}) {
        for (int n : new int[] {1, 67}) {
          for (int k : new int[] {32, 544}) {
            add(all, type, Gemm.of(false, true, m, n, k));
          }
        }
      }
      add(all, type, Gemm.of(false, true, 2, 6, 8224));
    }
    for (DType type : StoredWeight.GROUPED) {
      for (int m : new int[] {1, 5, 40}) {
        add(all, type, Gemm.of(false, true, m, 192, 352));
      }
    }
    for (Steps steps : Steps.every()) {
      for (int m : new int[] {1, 13, 70}) {
        add(all, DType.F32, MatrixCases.padded(m, 67, 70, 2), steps);
      }
    }
    all.add(
        new RefusedCall(
            "matrix.gemm",
            "an epilogue of an accumulating product",
            b -> epilogue(b, Gemm.of(false, true, 2, 3, 4).accumulating(true), false)));
    all.add(
        new RefusedCall(
            "matrix.gemm",
            "an epilogue that joins C itself",
            b -> epilogue(b, Gemm.of(false, true, 2, 3, 4), true)));
    return all;
  }

  /** With one of the usual epilogues, each in its turn. */
  private static void add(List<ConformanceCase> all, DType type, Gemm d) {
    add(all, type, d, Steps.USUAL.get(all.size() % Steps.USUAL.size()));
  }

  private static void add(List<ConformanceCase> all, DType type, Gemm d, Steps steps) {
    String dims = type + " " + MatrixCases.text(d) + " then" + steps;
    all.add(new KernelCase("matrix.gemm", dims, c -> product(c, type, d, steps)));
  }

  private static void product(KernelCall c, DType type, Gemm d, Steps steps) {
    float[] as = c.uniform(GemmOracle.spansA(d).length());
    Operand a = c.input("A", as, GemmOracle.spansA(d));
    float[] bs;
    Operand other;
    if (type == DType.F32 && d.ldb() != (d.transB() ? d.k() : d.n())) {
      bs = c.uniform(GemmOracle.spansB(d).length());
      other = c.input("B", bs, GemmOracle.spansB(d));
    } else {
      StoredWeight w = StoredWeight.random(type, d.n(), d.k(), c.rng());
      bs = w.values();
      other = c.weight("B", w);
    }
    float[] biases = c.uniform(d.n());
    float[] joined = c.uniform(GemmOracle.spansC(d).length());
    Operand bias = steps.bias ? c.input("bias", biases) : null;
    Operand with = steps.join == null ? null : c.input("other", joined, GemmOracle.spansC(d));
    Operand y = c.output("C", DType.F32, GemmOracle.spansC(d));
    GemmOracle.Tail tail =
        new GemmOracle.Tail(steps.bias ? biases : null, steps.function, steps.join, joined);
    c.expect(
        y,
        GemmOracle.product(d, as, bs, joined, tail),
        Tolerance.sum(d.k() + 8L, MatrixCases.TERM));
    c.run(
        (b, v) -> {
          Epilogue e = new Epilogue(v.orNull(bias), steps.function, steps.join, v.orNull(with));
          b.matrix().gemm(d, v.of(a), v.of(other), v.of(y), e);
        });
    c.sameBitsAs(
        (b, v) -> {
          b.matrix().gemm(d, v.of(a), v.of(other), v.of(y), Epilogue.bias(v.orNull(bias)));
          separately(b, d, steps, v.of(y), v.orNull(with));
        });
  }

  private static void separately(Backend b, Gemm d, Steps steps, View c, @Nullable View other) {
    for (int i = 0; i < d.batch(); i++) {
      for (int r = 0; r < d.m(); r++) {
        long at = i * d.c().stride() + (long) r * d.ldc();
        View row = c.plus(at);
        if (steps.function != null) {
          b.elementwise().unary(steps.function, row, row, d.n());
        }
        if (steps.join != null && other != null) {
          b.elementwise().binary(steps.join, other.plus(at), row, row, d.n());
        }
      }
    }
  }

  private static void epilogue(Backend b, Gemm d, boolean joined) {
    View x = new View(b.allocate(DType.F32, 12), 0);
    View c = new View(b.allocate(DType.F32, 6), 0);
    Epilogue e = joined ? Epilogue.NONE.joined(Binary.ADD, c) : Epilogue.NONE.then(Unary.RELU);
    b.matrix().gemm(d, x, x, c, e);
  }
}
