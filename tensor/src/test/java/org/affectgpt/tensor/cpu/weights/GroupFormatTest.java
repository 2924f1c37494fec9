package org.affectgpt.tensor.cpu.weights;

import static org.affectgpt.tensor.cpu.Operands.normal;
import static org.affectgpt.tensor.cpu.Operands.view;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.TestThreads;
import org.affectgpt.tensor.backend.Epilogue;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.Weights;
import org.affectgpt.tensor.cpu.gemm.CpuMatrix;
import org.affectgpt.tensor.cpu.memory.SegmentStorage;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.dtype.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Weights with 64 rows side by side, against the values that they stand for. */
public final class GroupFormatTest {
  public static final int ROWS = 192;
  public static final int COLUMNS = 352;

  private final CpuMatrix matrix = new CpuMatrix(new Workers(TestThreads.MANY));

  /** The blocks of random weights, laid out as the Javadoc of the type says. */
  public static Weights random(DType type) {
    DType plain = type == DType.Q8_0_R64 ? DType.Q8_0 : DType.Q4_0;
    Weights w = Weights.random(plain, ROWS * COLUMNS, new CounterRng(type.ordinal()));
    MemorySegment from = w.storage().segment();
    MemorySegment to = Arena.ofAuto().allocate(from.byteSize() + 1).asSlice(1);
    int bytes = plain.blockBytes();
    int blocks = COLUMNS / 32;
    for (int row = 0; row < ROWS; row++) {
      for (int block = 0; block < blocks; block++) {
        long source = (long) (row * blocks + block) * bytes;
        long group = ((long) row / 64 * blocks + block) * bytes * 64;
        int r = row % 64;
        int scale = 64 * (r / 32) + 4 * (r % 16) + 2 * (r / 16 % 2);
        MemorySegment.copy(from, source, to, group + scale, 2);
        for (int i = 0; i < bytes - 2; i++) {
          byte b = from.get(ValueLayout.JAVA_BYTE, source + 2 + i);
          to.set(ValueLayout.JAVA_BYTE, group + 128 + 64L * i + 4 * (r % 16) + r / 16, b);
        }
      }
    }
    return new Weights(new SegmentStorage(to, type, ROWS * COLUMNS, COLUMNS), w.values());
  }

  @ParameterizedTest
  @EnumSource(names = {"Q8_0_R64", "Q4_0_R64"})
  void readsFromAnywhereInTheOrderOfRows(DType type) {
    Weights w = random(type);
    for (int[] span : new int[][] {{0, ROWS * COLUMNS}, {7, 3}, {345, 900}, {64 * COLUMNS, 33}}) {
      float[] out = new float[span[1] + 2];
      WeightReader.read(w.storage(), span[0], span[1], out, 1);
      assertArrayEquals(
          Arrays.copyOfRange(w.values(), span[0], span[0] + span[1]),
          Arrays.copyOfRange(out, 1, 1 + span[1]));
      assertEquals(0, out[0]);
      assertEquals(0, out[span[1] + 1]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Q8_0_R64,1",
    "Q8_0_R64,5",
    "Q8_0_R64,8",
    "Q8_0_R64,70",
    "Q4_0_R64,1",
    "Q4_0_R64,5",
    "Q4_0_R64,8",
    "Q4_0_R64,70"
  })
  void multipliesByTheTranspose(DType type, int m) {
    Weights w = random(type);
    check(Gemm.of(false, true, m, ROWS, COLUMNS), w, 0);
    check(Gemm.of(false, true, m, ROWS - 64, COLUMNS), w, 64 * COLUMNS);
  }

  @ParameterizedTest
  @CsvSource({"Q8_0_R64,1", "Q8_0_R64,9", "Q4_0_R64,1", "Q4_0_R64,9"})
  void multipliesAsItLies(DType type, int m) {
    check(Gemm.of(false, false, m, COLUMNS, ROWS), random(type), 0);
  }

  @Test
  void refusesPartsOfGroups() {
    Weights w = random(DType.Q8_0_R64);
    assertThrows(
        IllegalArgumentException.class,
        () -> check(Gemm.of(false, true, 1, ROWS - 1, COLUMNS), w, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> check(Gemm.of(false, true, 1, 64, COLUMNS), w, COLUMNS));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SegmentStorage(w.storage().segment(), DType.Q8_0_R64, 65 * COLUMNS, COLUMNS));
  }

  private void check(Gemm d, Weights w, int offset) {
    float[] a = normal(d.m() * d.k(), d.m());
    float[] bias = new float[d.n()];
    for (int j = 0; j < bias.length; j++) {
      bias[j] = j * 0.01f;
    }
    float[] c = new float[d.m() * d.n()];
    View target = view(c);
    matrix.gemm(d, view(a), new View(w.storage(), offset), target, Epilogue.bias(view(bias)));
    for (int i = 0; i < d.m(); i++) {
      for (int j = 0; j < d.n(); j++) {
        double sum = bias[j];
        double size = 1e-3;
        for (int p = 0; p < d.k(); p++) {
          float b = w.values()[offset + (d.transB() ? j * COLUMNS + p : p * COLUMNS + j)];
          sum += (double) a[i * d.k() + p] * b;
          size += Math.abs((double) a[i * d.k() + p] * b);
        }
        assertEquals(sum, c[i * d.n() + j], 1e-6 * size, d + " at " + i + ", " + j);
      }
    }
  }
}
