package org.affectgpt.io.stored;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** All 256 codes of every 8-bit float, as torch 2.13 widens them ({@code float8.bin}). */
class Float8Test {
  private static final List<StoredType> TYPES =
      List.of(
          StoredType.F8_E4M3,
          StoredType.F8_E5M2,
          StoredType.F8_E4M3FNUZ,
          StoredType.F8_E5M2FNUZ,
          StoredType.F8_E8M0);

  @Test
  void widensEveryCodeExactly() throws Exception {
    byte[] bytes;
    try (InputStream in = Float8Test.class.getResourceAsStream("float8.bin")) {
      bytes = Objects.requireNonNull(in).readAllBytes();
    }
    ByteBuffer right = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] codes = new byte[256];
    for (int i = 0; i < 256; i++) {
      codes[i] = (byte) i;
    }
    for (StoredType type : TYPES) {
      TensorEntry e =
          new TensorEntry("t", type, List.of(16L, 16L), MemorySegment.ofArray(codes), Path.of("f"));
      float[] values = e.toFloats();
      TensorEntry halves =
          new TensorEntry(
              "t", StoredType.BF16, e.shape(), Widening.toBf16(e, Arena.ofAuto()), e.file());
      float[] widened = halves.toFloats();
      for (int i = 0; i < 256; i++) {
        float expected = right.getFloat();
        boolean same =
            Float.isNaN(expected)
                ? Float.isNaN(values[i]) && Float.isNaN(widened[i])
                : Float.floatToRawIntBits(expected) == Float.floatToRawIntBits(values[i])
                    && expected == widened[i];
        assertEquals(true, same, type + " " + i + ": " + values[i] + " not " + expected);
      }
    }
  }
}
