package org.affectgpt.io.stored;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Blocks against those of the {@code gguf} package, bit for bit: zeros, ties, halves, subnormals.
 */
class BlockEncoderTest {
  private static SafeTensorsFile reference() throws Exception {
    URL url = BlockEncoderTest.class.getResource("encoded.safetensors");
    assertNotNull(url);
    return SafeTensorsFile.open(Path.of(url.toURI()));
  }

  @ParameterizedTest
  @EnumSource(names = {"Q8_0", "Q4_0"})
  void equalsReference(StoredType type) throws Exception {
    try (SafeTensorsFile file = reference();
        Arena arena = Arena.ofShared()) {
      TensorEntry values = file.entry("values");
      MemorySegment expected = file.entry(type.name().toLowerCase(Locale.ROOT)).data();
      MemorySegment actual = arena.allocate(type.bytes(values.elements()));
      BlockEncoder.of(type).encode(values, 0, values.elements(), actual, 0);
      assertEquals(-1, expected.mismatch(actual));
    }
  }

  /** Many chunks give what one row after the other gives. */
  @ParameterizedTest
  @EnumSource(names = {"Q8_0", "Q4_0"})
  void chunksJoin(StoredType type) {
    int n = 100_000 / 32 * 32;
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) Math.sin(i * 0.37) * (i % 97);
    }
    try (Arena arena = Arena.ofShared()) {
      MemorySegment data = arena.allocateFrom(ValueLayout.JAVA_FLOAT, values);
      TensorEntry entry =
          new TensorEntry("w", StoredType.F32, List.of((long) n), data, Path.of("w.bin"));
      MemorySegment whole = arena.allocate(type.bytes(n));
      assertTrue(BlockEncoder.of(type).encode(values, 0, n, whole, 0));
      MemorySegment parts = arena.allocate(type.bytes(n - 64) + 5);
      BlockEncoder.of(type).encode(entry, 64, n - 64, parts, 5);
      assertEquals(-1, whole.asSlice(type.bytes(64)).mismatch(parts.asSlice(5)));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"Q8_0", "Q4_0"})
  void refusesWhatIsNotFiniteOrTooLarge(StoredType type) {
    for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, 1e38f}) {
      float[] values = new float[64];
      values[40] = bad;
      try (Arena arena = Arena.ofShared()) {
        MemorySegment data = arena.allocateFrom(ValueLayout.JAVA_FLOAT, values);
        TensorEntry entry =
            new TensorEntry("w", StoredType.F32, List.of(64L), data, Path.of("w.bin"));
        MemorySegment target = arena.allocate(type.bytes(64));
        BlockEncoder encoder = BlockEncoder.of(type);
        assertFalse(encoder.encode(values, 0, 64, target, 0));
        InputException e =
            assertThrows(InputException.class, () -> encoder.encode(entry, 0, 64, target, 0));
        assertTrue(e.getMessage().startsWith("w.bin: tensor 'w'"), e.getMessage());
      }
    }
    assertThrows(IllegalArgumentException.class, () -> BlockEncoder.of(StoredType.Q6_K));
  }
}
