package org.affectgpt.tensor.cpu.gemm;

import static org.affectgpt.tensor.cpu.Operands.random;
import static org.affectgpt.tensor.cpu.Operands.view;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.TestThreads;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.Weights;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.dtype.DType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the CPU's products promise beyond the interface. */
final class CpuMatrixTest {
  private static final Workers MANY = new Workers(TestThreads.MANY);
  private static final Workers ONE = new Workers(1);

  @AfterAll
  static void stop() {
    MANY.close();
    ONE.close();
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
}
