package org.affectgpt.tensor.cpu.index;

import static org.affectgpt.tensor.cpu.Operands.view;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.affectgpt.tensor.TestThreads;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.CpuBackend;
import org.affectgpt.tensor.cpu.memory.FloatArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reordered axes of sizes around and beyond the blocks of a transpose in registers. */
final class PermutationTest {
  @ParameterizedTest
  @CsvSource({
    "1x16x16, 0x2x1",
    "3x37x50, 0x2x1",
    "2x512x99, 0x2x1",
    "1x1x700, 2x1x0",
    "40x33x17, 2x1x0",
    "40x33x17, 1x2x0",
    "40x33x17, 2x0x1",
    "3x18x5x33, 0x2x1x3",
    "3x18x5x33, 0x2x3x1",
    "3x18x5x33, 3x2x1x0"
  })
  void movesEveryElement(String shape, String axes) {
    int[] dims = ints(shape);
    int[] order = ints(axes);
    int n = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    float[] x = new float[n];
    float[] expected = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = i;
      expected[i] = source(dims, order, i);
    }
    float[] y = new float[n + 3];
    try (Backend backend = CpuBackend.create(TestThreads.MANY)) {
      View out = new View(new FloatArray(y), 3);
      backend.index().permute(view(x), dims, order, out);
    }
    assertArrayEquals(new float[3], Arrays.copyOf(y, 3));
    assertArrayEquals(expected, Arrays.copyOfRange(y, 3, n + 3));
  }

  /** Index in the input of element {@code i} of the output. */
  private static int source(int[] dims, int[] order, int i) {
    int[] at = new int[dims.length];
    int rest = i;
    for (int k = dims.length - 1; k >= 0; k--) {
      at[order[k]] = rest % dims[order[k]];
      rest /= dims[order[k]];
    }
    int index = 0;
    for (int k = 0; k < dims.length; k++) {
      index = index * dims[k] + at[k];
    }
    return index;
  }

  private static int[] ints(String text) {
    return Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
  }
}
