package org.affectgpt.io.stored;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.safetensors.SafeTensorsWriter;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RowGroupsTest {
  private static final int ROWS = 128;
  private static final int COLUMNS = 96;

  @TempDir private Path temp;

  @ParameterizedTest
  @EnumSource(names = {"Q8_0", "Q4_0"})
  void rowsSideBySideHoldTheSameValues(StoredType plain) {
    StoredType type = plain.grouped(ROWS);
    assertEquals(plain, type.plainRows());
    int n = ROWS * COLUMNS;
    CounterRng rng = new CounterRng(3);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) rng.nextGaussian();
    }
    MemorySegment rows = MemorySegment.ofArray(new byte[(int) plain.bytes(n)]);
    assertTrue(BlockEncoder.of(plain).encode(values, n, COLUMNS, rows));
    MemorySegment groups = MemorySegment.ofArray(new byte[(int) type.bytes(n)]);
    assertTrue(BlockEncoder.of(type).encode(values, n, COLUMNS, groups));
    List<Long> shape = List.of((long) ROWS, (long) COLUMNS);
    Path file = temp.resolve("w.safetensors");
    new SafeTensorsWriter()
        .bytes("w", type, new long[] {ROWS, COLUMNS}, groups)
        .metadata("format", "pt")
        .write(file);
    float[] expected = new TensorEntry("w", plain, shape, rows, file).toFloats();
    try (SafeTensorsFile read = SafeTensorsFile.open(file)) {
      TensorEntry w = read.entry("w");
      assertEquals(type, w.type());
      assertEquals(shape, w.shape());
      assertArrayEquals(expected, w.toFloats());
      float[] part = new float[300];
      w.toFloats(COLUMNS * 63 + 50, part, 0, 300);
      assertArrayEquals(Arrays.copyOfRange(expected, COLUMNS * 63 + 50, COLUMNS * 63 + 350), part);
    }
  }

  @Test
  void onlyWholeGroupsLieSideBySide() {
    assertEquals(StoredType.Q8_0, StoredType.Q8_0.grouped(65));
    assertEquals(StoredType.Q8_0, StoredType.Q8_0.grouped(0));
    assertEquals(StoredType.BF16, StoredType.BF16.grouped(64));
    Path file = temp.resolve("part.safetensors");
    new SafeTensorsWriter()
        .bytes("w", StoredType.U8, new long[] {63, 34}, MemorySegment.ofArray(new byte[63 * 34]))
        .metadata("quantized.w", "Q8_0_R64")
        .write(file);
    InputException e = assertThrows(InputException.class, () -> SafeTensorsFile.open(file).close());
    assertTrue(e.getMessage().contains("'w'") && e.getMessage().contains("part"), e.getMessage());
  }
}
