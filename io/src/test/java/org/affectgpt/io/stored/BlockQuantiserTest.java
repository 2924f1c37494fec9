package org.affectgpt.io.stored;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.affectgpt.tensor.CounterRng;
import org.junit.jupiter.api.Test;

/** Blocks at every vector width against the reference's arithmetic, value by value. */
final class BlockQuantiserTest {
  private static final int LENGTH = BlockQuantiser.LENGTH;

  private static float[] block(CounterRng rng, int kind) {
    float[] values = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      float x = (float) rng.nextGaussian();
      values[i] =
          switch (kind % 5) {
            case 0 -> x;
            case 1 -> Math.round(2 * x) / 2f;
            case 2 -> x * 1e-42f;
            case 3 -> x < 0 ? -0.0f : 0;
            default -> x * (float) Math.pow(10, rng.nextInt(9));
          };
    }
    return values;
  }

  @Test
  void equalsTheReferencesArithmetic() {
    CounterRng rng = new CounterRng(8);
    for (int kind = 0; kind < 500; kind++) {
      float[] values = block(rng, kind);
      float[] shifted = new float[LENGTH + 3];
      System.arraycopy(values, 0, shifted, 3, LENGTH);
      int[] expected = new int[LENGTH];
      int[] actual = new int[LENGTH + 5];
      float scale = BlockQuantiser.bytes(shifted, 3, actual, 5);
      assertEquals(bytes(values, expected), scale);
      assertArrayEquals(expected, Arrays.copyOfRange(actual, 5, 5 + LENGTH));
      int[] half = new int[LENGTH / 2];
      float negative = BlockQuantiser.nibbles(shifted, 3, actual, 5);
      assertEquals(nibbles(values, half), negative);
      assertArrayEquals(half, Arrays.copyOfRange(actual, 5, 5 + LENGTH / 2));
    }
  }

  @Test
  void scalesTellOfValuesThatAreNotFinite() {
    for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      float[] values = new float[LENGTH];
      values[0] = 1;
      values[21] = bad;
      assertFalse(Float.isFinite(BlockQuantiser.bytes(values, 0, new int[LENGTH], 0)));
      assertFalse(Float.isFinite(BlockQuantiser.nibbles(values, 0, new int[LENGTH], 0)));
    }
  }

  private static float bytes(float[] values, int[] out) {
    float largest = 0;
    for (float x : values) {
      largest = Math.max(largest, Math.abs(x));
    }
    float scale = largest / 127;
    float inverse = scale == 0 || Float.isInfinite(1 / scale) ? 0 : 1 / scale;
    for (int i = 0; i < LENGTH; i++) {
      float x = values[i] * inverse;
      int whole = (int) x;
      out[i] = whole + (int) (2 * (x - whole)) & 255;
    }
    return scale;
  }

  private static float nibbles(float[] values, int[] out) {
    float largest = values[0];
    for (float x : values) {
      largest = Math.abs(x) > Math.abs(largest) ? x : largest;
    }
    float scale = largest / -8;
    if (scale != 0 && Float.isInfinite(1 / scale)) {
      Arrays.fill(out, 0);
      return scale;
    }
    float inverse = scale == 0 ? 0 : 1 / scale;
    for (int i = 0; i < LENGTH / 2; i++) {
      int low = Math.min(15, (int) (values[i] * inverse + 8.5f));
      int high = Math.min(15, (int) (values[LENGTH / 2 + i] * inverse + 8.5f));
      out[i] = high << 4 | low;
    }
    return scale;
  }
}
