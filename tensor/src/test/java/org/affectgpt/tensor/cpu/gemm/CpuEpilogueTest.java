package org.affectgpt.tensor.cpu.gemm;

import static org.affectgpt.tensor.cpu.Operands.random;
import static org.affectgpt.tensor.cpu.Operands.view;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.TestThreads;
import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;
import org.affectgpt.tensor.backend.Epilogue;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.MatrixLayout;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.Weights;
import org.affectgpt.tensor.cpu.elementwise.CpuElementwise;
import org.affectgpt.tensor.cpu.threads.Chunks;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.cpu.weights.GroupFormatTest;
import org.affectgpt.tensor.dtype.DType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A product with its epilogue has the bits of the product and the steps after it. */
final class CpuEpilogueTest {
  private static final Workers MANY = new Workers(TestThreads.MANY);
  private static final Workers ONE = new Workers(1);
  private static final int PAD = 5;

  @AfterAll
  static void stop() {
    MANY.close();
    ONE.close();
  }

  /** What follows a product, as the calls that it replaces. */
  private record Steps(boolean bias, @Nullable Unary activation, @Nullable Binary join) {
    static List<Steps> all() {
      List<Steps> all = new ArrayList<>();
      Unary[] functions = {
        null, Unary.RELU, Unary.GELU_ERF, Unary.GELU_TANH, Unary.QUICK_GELU, Unary.SILU
      };
      for (Unary f : functions) {
        for (Binary join : new Binary[] {null, Binary.ADD, Binary.MUL}) {
          all.add(new Steps(all.size() % 2 == 0, f, join));
        }
      }
      return all;
    }

    /** All for small products; for others what models use. */
    static List<Steps> of(Gemm d) {
      return (long) d.m() * d.n() * d.k() * d.batch() < 1 << 18
          ? all()
          : List.of(
              new Steps(true, Unary.QUICK_GELU, null),
              new Steps(true, null, Binary.ADD),
              new Steps(false, Unary.SILU, Binary.MUL));
    }

    Epilogue fused(View biasValues, View other) {
      return new Epilogue(bias ? biasValues : null, activation, join, join == null ? null : other);
    }

    void separately(Gemm d, View a, View b, View c, View biasValues, View other) {
      CpuElementwise kernels = new CpuElementwise(new Chunks(ONE));
      new CpuMatrix(ONE).gemm(d, a, b, c, Epilogue.bias(bias ? biasValues : null));
      for (int i = 0; i < d.batch(); i++) {
        for (int r = 0; r < d.m(); r++) {
          long at = i * d.c().stride() + (long) r * d.ldc();
          View row = c.plus(at);
          if (activation != null) {
            kernels.unary(activation, row, row, d.n());
          }
          if (join != null) {
            kernels.binary(join, other.plus(at), row, row, d.n());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1",
    "1,17,33",
    "1,700,513",
    "2,131,64",
    "7,65,257",
    "8,352,128",
    "9,31,0",
    "13,67,520",
    "31,130,530",
    "40,96,40",
    "100,353,128",
    "129,33,2100",
    "200,1030,300"
  })
  void allTranspositions(int m, int n, int k) {
    for (int flags = 0; flags < 4; flags++) {
      check(m, n, k, 1, (flags & 1) != 0, (flags & 2) != 0);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1,3", "17,33,5,4", "64,64,32,40", "50,70,24,9", "300,257,40,2", "8,40,64,6"})
  void batches(int m, int n, int k, int batch) {
    for (int flags = 0; flags < 4; flags++) {
      check(m, n, k, batch, (flags & 1) != 0, (flags & 2) != 0);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "BF16", "F16", "Q8_0", "Q4_0"})
  void weightsAsTheyLie(DType dtype) {
    for (int m : new int[] {1, 3, 8, 40}) {
      for (int n : new int[] {1, 67}) {
        for (int k : new int[] {32, 544, 8224}) {
          Weights w = Weights.random(dtype, n * k, new CounterRng(n + k));
          weights(Gemm.of(false, true, m, n, k), w);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"Q8_0_R64", "Q4_0_R64"})
  void weightsInGroups(DType dtype) {
    for (int m : new int[] {1, 5, 40}) {
      Gemm d = Gemm.of(false, true, m, GroupFormatTest.ROWS, GroupFormatTest.COLUMNS);
      weights(d, GroupFormatTest.random(dtype));
    }
  }

  @Test
  void anEpilogueOfAnAccumulatingProductIsAnError() {
    Gemm d = Gemm.of(false, true, 2, 3, 4).accumulating(true);
    View x = view(new float[12]);
    View c = view(new float[6]);
    Epilogue e = Epilogue.NONE.then(Unary.RELU);
    assertThrows(IllegalArgumentException.class, () -> new CpuMatrix(ONE).gemm(d, x, x, c, e));
  }

  @Test
  void joiningWithItsOwnOutputIsAnError() {
    Gemm d = Gemm.of(false, true, 2, 3, 4);
    View x = view(new float[12]);
    View c = view(new float[6]);
    Epilogue e = Epilogue.NONE.joined(Binary.ADD, c);
    assertThrows(IllegalArgumentException.class, () -> new CpuMatrix(ONE).gemm(d, x, x, c, e));
  }

  private static void weights(Gemm d, Weights w) {
    View a = view(random(d.m() * d.k(), 9));
    View b = new View(w.storage(), 0);
    View bias = view(random(d.n(), 10));
    View other = view(random(d.m() * d.n(), 11));
    for (Steps steps : Steps.of(d)) {
      compare(d, steps, a, b, new float[d.m() * d.n()], 0, bias, other);
    }
  }

  private static void check(int m, int n, int k, int batch, boolean transA, boolean transB) {
    int lda = (transA ? m : k) + PAD;
    int ldb = (transB ? k : n) + PAD;
    int ldc = n + PAD;
    long strideA = (long) lda * (transA ? k : m) + 3;
    long strideB = (long) ldb * (transB ? n : k) + 3;
    long strideC = (long) ldc * m + 3;
    Gemm d =
        new Gemm(
            m,
            n,
            k,
            batch,
            new MatrixLayout(transA, lda, strideA),
            new MatrixLayout(transB, ldb, strideB),
            new MatrixLayout(false, ldc, strideC),
            false);
    View a = view(random((int) strideA * batch, 1));
    View b = view(random((int) strideB * batch, 2));
    float[] before = random((int) strideC * batch + 2, 3);
    View bias = view(random(n + 1, 4)).plus(1);
    View other = view(random((int) strideC * batch + 7, 5)).plus(7);
    for (Steps steps : Steps.of(d)) {
      compare(d, steps, a, b, before, 2, bias, other);
    }
  }

  private static void compare(
      Gemm d, Steps steps, View a, View b, float[] before, int at, View bias, View other) {
    float[] separate = before.clone();
    steps.separately(d, a, b, view(separate).plus(at), bias, other);
    for (Workers workers : new Workers[] {ONE, MANY}) {
      float[] fused = before.clone();
      new CpuMatrix(workers).gemm(d, a, b, view(fused).plus(at), steps.fused(bias, other));
      assertArrayEquals(separate, fused, () -> d + " " + steps);
    }
  }
}
