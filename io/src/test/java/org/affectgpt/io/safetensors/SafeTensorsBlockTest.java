package org.affectgpt.io.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.dtype.Half;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Block formats lie as U8 rows, their format in the metadata. */
final class SafeTensorsBlockTest {
  @TempDir private Path folder;

  @Test
  void comesBackWithItsLogicalShape() {
    byte[] blocks = new byte[3 * 2 * 34];
    float[] expected = new float[3 * 64];
    for (int b = 0; b < 6; b++) {
      short scale = Half.toF16(0.5f * (b + 1));
      blocks[b * 34] = (byte) scale;
      blocks[b * 34 + 1] = (byte) (scale >> 8);
      for (int i = 0; i < 32; i++) {
        blocks[b * 34 + 2 + i] = (byte) (i * 7 - 100);
        expected[b * 32 + i] = 0.5f * (b + 1) * (i * 7 - 100);
      }
    }
    Path file = folder.resolve("w.safetensors");
    new SafeTensorsWriter()
        .bytes("w", StoredType.Q8_0, new long[] {3, 64}, MemorySegment.ofArray(blocks))
        .write(file);
    try (SafeTensorsFile read = SafeTensorsFile.open(file)) {
      TensorEntry w = read.entry("w");
      assertEquals(StoredType.Q8_0, w.type());
      assertEquals(List.of(3L, 64L), w.shape());
      assertEquals(192, w.elements());
      assertArrayEquals(expected, w.toFloats());
    }
  }

  @Test
  void refusesAFormatThatDoesNotFit() {
    Path file = folder.resolve("w.safetensors");
    new SafeTensorsWriter()
        .metadata("quantized.w", "Q4_0")
        .bytes("w", StoredType.U8, new long[] {2, 17}, MemorySegment.ofArray(new byte[34]))
        .write(file);
    InputException e = assertThrows(InputException.class, () -> SafeTensorsFile.open(file));
    assertTrue(e.getMessage().contains("'w'") && e.getMessage().contains("Q4_0"), e.getMessage());
  }
}
