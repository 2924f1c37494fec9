package org.affectgpt.tensor.cpu.weights;

import static org.affectgpt.tensor.cpu.Operands.view;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.gemm.CpuMatrix;
import org.affectgpt.tensor.cpu.memory.SegmentStorage;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.dtype.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Weights with 64 rows side by side are taken by whole groups only. */
final class GroupFormatTest {
  private static final int ROWS = 192;
  private static final int COLUMNS = 352;

  @ParameterizedTest
  @EnumSource(names = {"Q8_0_R64", "Q4_0_R64"})
  void refusesPartsOfGroups(DType type) {
    SegmentStorage w = weights(type, ROWS);
    assertThrows(IllegalArgumentException.class, () -> product(w, ROWS - 1, 0));
    assertThrows(IllegalArgumentException.class, () -> product(w, 64, COLUMNS));
    assertThrows(IllegalArgumentException.class, () -> weights(type, 65));
  }

  private static SegmentStorage weights(DType type, int rows) {
    long length = (long) rows * COLUMNS;
    return new SegmentStorage(Arena.ofAuto().allocate(type.bytes(length)), type, length, COLUMNS);
  }

  private static void product(SegmentStorage w, int columns, int offset) {
    Gemm d = Gemm.of(false, true, 1, columns, COLUMNS);
    try (Workers one = new Workers(1)) {
      View a = view(new float[COLUMNS]);
      new CpuMatrix(one).gemm(d, a, new View(w, offset), view(new float[columns]));
    }
  }
}
