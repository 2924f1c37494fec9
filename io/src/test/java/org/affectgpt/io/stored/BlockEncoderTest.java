package org.affectgpt.io.stored;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.URL;
import java.nio.file.Path;
import java.util.Locale;
import org.affectgpt.io.safetensors.SafeTensorsFile;
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
      float[] floats = values.toFloats();
      assertTrue(BlockEncoder.of(type).encode(floats, floats.length, 32, actual));
      assertEquals(-1, expected.mismatch(actual));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"Q8_0", "Q4_0"})
  void refusesWhatIsNotFiniteOrTooLarge(StoredType type) {
    for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, 1e38f}) {
      float[] values = new float[64];
      values[40] = bad;
      MemorySegment target = MemorySegment.ofArray(new byte[(int) type.bytes(64)]);
      assertFalse(BlockEncoder.of(type).encode(values, 64, 64, target));
    }
    assertThrows(IllegalArgumentException.class, () -> BlockEncoder.of(StoredType.Q6_K));
    MemorySegment target = MemorySegment.ofArray(new byte[1000]);
    BlockEncoder encoder = BlockEncoder.of(type);
    assertThrows(
        IllegalArgumentException.class, () -> encoder.encode(new float[33], 33, 32, target));
  }
}
