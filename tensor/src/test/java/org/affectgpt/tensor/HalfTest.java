package org.affectgpt.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.affectgpt.tensor.dtype.Half;
import org.junit.jupiter.api.Test;

final class HalfTest {
  @Test
  void everyBf16SurvivesARoundTrip() {
    for (int bits = Short.MIN_VALUE; bits <= Short.MAX_VALUE; bits++) {
      float f = Half.fromBf16((short) bits);
      if (!Float.isNaN(f)) {
        assertEquals((short) bits, Half.toBf16(f));
      } else {
        assertTrue(Float.isNaN(Half.fromBf16(Half.toBf16(f))));
      }
    }
  }

  @Test
  void bf16RoundsToTheNearestTiesToEven() {
    assertEquals(0x3f80, Half.toBf16(1f + 0x1p-8f));
    assertEquals(0x3f82, Half.toBf16(1f + 3 * 0x1p-8f));
    assertEquals(0x3f81, Half.toBf16(Math.nextUp(1f + 0x1p-8f)));
    assertEquals(0x7f80, Half.toBf16(Float.MAX_VALUE));
  }

  @Test
  void f16HasItsKnownValues() {
    assertEquals(65504f, Half.fromF16((short) 0x7bff));
    assertEquals(0x1p-24f, Half.fromF16((short) 1));
    assertEquals(0x7c00, Half.toF16(65520f));
    assertEquals(0x3c00, Half.toF16(1f + 0x1p-11f));
    assertEquals(0x3c02, Half.toF16(1f + 3 * 0x1p-11f));
  }
}
