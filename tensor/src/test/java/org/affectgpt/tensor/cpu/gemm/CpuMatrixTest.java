package org.affectgpt.tensor.cpu.gemm;

import static org.affectgpt.tensor.cpu.Operands.random;
import static org.affectgpt.tensor.cpu.Operands.view;
import static org.affectgpt.tensor.cpu.gemm.GemmOracle.assertClose;
import static org.affectgpt.tensor.cpu.gemm.GemmOracle.oracle;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.TestThreads;
import org.affectgpt.tensor.backend.Epilogue;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.MatrixLayout;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.Weights;
import org.affectgpt.tensor.cpu.memory.FloatArray;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.dtype.DType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class CpuMatrixTest {
  private static final Workers MANY = new Workers(TestThreads.MANY);
  private static final Workers ONE = new Workers(1);
  private static final int PAD = 5;

  @AfterAll
  static void stop() {
    MANY.close();
    ONE.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1",
    "1,17,33",
    "3,5,129",
    "6,64,256",
    "7,65,257",
    "8,352,128",
    "9,31,1",
    "17,3,33",
    "33,129,17",
    "129,33,300",
    "100,352,128",
    "16,200,600",
    "128,96,2100",
    "1,700,513",
    "5,3,2",
    "200,300,40",
    "97,257,511",
    "2,1030,2050",
    "24,24,24",
    "48,128,2049",
    "11,13,1037",
    "32,9,515"
  })
  void matchesTheOracle(int m, int n, int k) {
    for (int flags = 0; flags < 16; flags++) {
      boolean accumulate = (flags & 4) != 0;
      boolean bias = (flags & 8) != 0 && !accumulate;
      check(m, n, k, 1, new Form((flags & 1) != 0, (flags & 2) != 0, accumulate, bias, false));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1,3", "17,33,5,4", "64,64,32,40", "50,70,24,9", "300,257,33,2", "8,40,64,6"})
  void matchesTheOracleInBatches(int m, int n, int k, int batch) {
    for (int flags = 0; flags < 8; flags++) {
      boolean transA = (flags & 1) != 0;
      boolean transB = (flags & 2) != 0;
      check(m, n, k, batch, new Form(transA, transB, (flags & 4) != 0, false, !transA));
    }
  }

  @Test
  void anEmptySumIsZeroOrTheBias() {
    float[] c = {1, 2, 3, 4, 5, 6};
    float[] empty = new float[0];
    new CpuMatrix(ONE)
        .gemm(
            Gemm.of(false, false, 2, 3, 0),
            view(empty),
            view(empty),
            view(c),
            Epilogue.bias(view(new float[] {7, 8, 9})));
    assertArrayEquals(new float[] {7, 8, 9, 7, 8, 9}, c);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "BF16", "F16", "Q8_0", "Q4_0"})
  void takesWeightsAsTheyLie(DType dtype) {
    for (int m : new int[] {1, 3, 8, 40}) {
      for (int n : new int[] {1, 32, 67}) {
        for (int k : new int[] {32, 96, 544}) {
          Weights w = Weights.random(dtype, n * k, new CounterRng(n + k));
          Gemm d = Gemm.of(false, true, m, n, k);
          compareWeights(d, w);
        }
      }
    }
    Gemm plain = Gemm.of(false, false, 20, 96, 64);
    compareWeights(plain, Weights.random(dtype, 96 * 64, new CounterRng(4)));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "BF16", "F16", "Q8_0", "Q4_0"})
  void takesWeightsAtAnyAddressAndOffset(DType dtype) {
    for (int m = 1; m <= 9; m += m < 3 ? 1 : 3) {
      for (int k :
          dtype.blockLength() > 1 ? new int[] {32, 160, 8224} : new int[] {1, 45, 133, 4129}) {
        int block = dtype.blockLength();
        int n = 6;
        int ldb = k + block;
        int from = 2 * block;
        Weights w = Weights.random(dtype, from + n * ldb, new CounterRng(k)).unaligned();
        Gemm d =
            new Gemm(
                m,
                n,
                k,
                1,
                new MatrixLayout(false, k + 3, 0),
                new MatrixLayout(true, ldb, 0),
                new MatrixLayout(false, n + 1, 0),
                true);
        float[] a = random(m * (k + 3), 5);
        float[] before = random(m * (n + 1), 6);
        float[] c = before.clone();
        new CpuMatrix(MANY).gemm(d, view(a), new View(w.storage(), from), view(c));
        assertClose(d, oracle(d, a, 0, w.values(), from, before, 0, null), c, 0);
        float[] single = before.clone();
        new CpuMatrix(ONE).gemm(d, view(a), new View(w.storage(), from), view(single));
        assertArrayEquals(c, single, "threads");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"9,4,512", "15,6,8290", "32,7,16385"})
  void manyRowsGiveTheBitsOfEachAlone(int m, int n, int k) {
    float[] a = random(m * k, 5);
    View b = view(random(n * k, 6));
    float[] together = new float[m * n];
    float[] alone = new float[m * n];
    new CpuMatrix(MANY).gemm(Gemm.of(false, true, m, n, k), view(a), b, view(together));
    for (int i = 0; i < m; i++) {
      View row = view(a).plus((long) i * k);
      new CpuMatrix(ONE)
          .gemm(Gemm.of(false, true, 1, n, k), row, b, view(alone).plus((long) i * n));
    }
    assertArrayEquals(alone, together);
  }

  @Test
  void mappedFloatsGiveTheBitsOfFloatsOnTheHeap() {
    for (int m : new int[] {1, 2, 5, 8, 11, 40}) {
      for (int k : new int[] {33, 200, 8500}) {
        Weights w = Weights.random(DType.F32, 11 * k, new CounterRng(k)).unaligned();
        Gemm d = Gemm.of(false, true, m, 11, k);
        float[] a = random(m * k, 7);
        float[] mapped = new float[m * 11];
        float[] heap = new float[m * 11];
        new CpuMatrix(MANY).gemm(d, view(a), new View(w.storage(), 0), view(mapped));
        new CpuMatrix(MANY).gemm(d, view(a), view(w.values()), view(heap));
        assertArrayEquals(heap, mapped);
      }
    }
  }

  @Test
  void weightsBeyondTheStorageAreAnError() {
    Weights w = Weights.random(DType.BF16, 64 * 3, new CounterRng(1));
    CpuMatrix matrix = new CpuMatrix(ONE);
    View a = view(new float[64]);
    View c = view(new float[4]);
    Gemm d = Gemm.of(false, true, 1, 4, 64);
    assertThrows(
        IllegalArgumentException.class, () -> matrix.gemm(d, a, new View(w.storage(), 0), c));
  }

  @Test
  void aCutBlockIsAnError() {
    Weights w = Weights.random(DType.Q8_0, 64, new CounterRng(1));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new CpuMatrix(ONE)
                .gemm(
                    Gemm.of(false, true, 1, 4, 16),
                    view(new float[16]),
                    new View(w.storage(), 0),
                    view(new float[4])));
  }

  private static void compareWeights(Gemm d, Weights w) {
    float[] a = random(d.m() * d.k(), 9);
    float[] bias = random(d.n(), 10);
    float[] c = new float[d.m() * d.n()];
    View biasView = view(bias);
    new CpuMatrix(MANY)
        .gemm(d, view(a), new View(w.storage(), 0), view(c), Epilogue.bias(biasView));
    assertClose(d, oracle(d, a, 0, w.values(), 0, c, 0, bias), c, 0);
    float[] single = new float[c.length];
    new CpuMatrix(ONE)
        .gemm(d, view(a), new View(w.storage(), 0), view(single), Epilogue.bias(biasView));
    assertArrayEquals(c, single);
  }

  /** What a product is asked for besides its dimensions. */
  private record Form(
      boolean transA, boolean transB, boolean accumulate, boolean bias, boolean sharedB) {}

  private static void check(int m, int n, int k, int batch, Form form) {
    boolean transA = form.transA();
    boolean transB = form.transB();
    int lda = (transA ? m : k) + PAD;
    int ldb = (transB ? k : n) + PAD;
    int ldc = n + PAD;
    long strideA = (long) lda * (transA ? k : m) + 3;
    long strideB = form.sharedB() ? 0 : (long) ldb * (transB ? n : k) + 3;
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
            form.accumulate());
    float[] a = random((int) (strideA * batch), 1);
    float[] b = random((int) (strideB * (form.sharedB() ? 0 : batch)) + ldb * (transB ? n : k), 2);
    float[] before = random((int) (strideC * batch) + 2, 3);
    float[] bias = form.bias() ? random(n, 4) : null;
    float[] c = before.clone();
    View biasView = bias == null ? null : view(bias);
    new CpuMatrix(MANY)
        .gemm(d, inside(a), inside(b), new View(new FloatArray(c, 1), 1), Epilogue.bias(biasView));
    float[] single = before.clone();
    new CpuMatrix(ONE)
        .gemm(
            d,
            inside(a),
            inside(b),
            new View(new FloatArray(single, 1), 1),
            Epilogue.bias(biasView));
    assertArrayEquals(c, single, "threads");
    for (int i = 0; i < batch; i++) {
      int at = 2 + (int) (i * strideC);
      double[] expected =
          oracle(d, a, (int) (i * strideA), b, (int) (i * strideB), before, at, bias);
      assertClose(d, expected, c, at);
      for (int row = 0; row < m; row++) {
        for (int j = n; j < ldc; j++) {
          int gap = at + row * ldc + j;
          if (gap < c.length) {
            assertEquals(before[gap], c[gap], "outside C");
          }
        }
      }
    }
  }

  /** A storage that begins inside its array. */
  private static View inside(float[] data) {
    int lead = 5;
    float[] array = new float[lead + data.length];
    System.arraycopy(data, 0, array, lead, data.length);
    return new View(new FloatArray(array, lead), 0);
  }
}
