package org.affectgpt.io.stored;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.affectgpt.tensor.InputException;

/**
 * Quantises floats to Q8_0 or Q4_0 blocks, bit for bit as the {@code gguf} package does it. An
 * encoder has no state; threads may share one.
 */
public final class BlockEncoder {
  private static final int LENGTH = 32;

  /** Elements that one task widens and encodes: their floats stay in the cache. */
  private static final int CHUNK = 1 << 15;

  /** Scales from here on round to the infinite binary16. */
  private static final float F16_OVERFLOW = 65520;

  private final StoredType type;

  private BlockEncoder(StoredType type) {
    this.type = type;
  }

  /** Whether there is an encoder to this format. */
  public static boolean encodes(StoredType type) {
    return type == StoredType.Q8_0 || type == StoredType.Q4_0;
  }

  /**
   * The encoder to {@code type}.
   *
   * @throws IllegalArgumentException if {@link #encodes} says no
   */
  public static BlockEncoder of(StoredType type) {
    if (!encodes(type)) {
      throw new IllegalArgumentException("no encoder to " + type);
    }
    return new BlockEncoder(type);
  }

  /**
   * Encodes elements {@code from .. from + n} of a stored tensor on all cores, a chunk at a time.
   *
   * @param source any floating-point or block format; rows of whole blocks
   * @param from a multiple of 32
   * @param n a multiple of 32
   * @param target receives {@code type.bytes(n)} bytes from {@code to} on
   * @throws InputException naming file and tensor if a value is not finite or too large for an F16
   *     scale
   */
  public void encode(TensorEntry source, long from, long n, MemorySegment target, long to) {
    requireBlocks(from);
    requireBlocks(n);
    int chunks = Math.toIntExact((n + CHUNK - 1) / CHUNK);
    IntStream.range(0, chunks)
        .parallel()
        .forEach(
            c -> {
              long start = (long) c * CHUNK;
              int length = (int) Math.min(CHUNK, n - start);
              float[] values = new float[length];
              source.toFloats(from + start, values, 0, length);
              if (!encode(values, 0, length, target, to + type.bytes(start))) {
                throw new InputException(
                    source.file()
                        + ": tensor '"
                        + source.name()
                        + "' holds a value that is not finite or too large to be quantised");
              }
            });
  }

  /**
   * Encodes {@code values[from .. from + n)} as whole blocks.
   *
   * @param n a multiple of 32
   * @param target receives {@code type.bytes(n)} bytes from {@code to} on
   * @return whether all values were finite and not too large for an F16 scale; else the blocks mean
   *     nothing
   */
  public boolean encode(float[] values, int from, int n, MemorySegment target, long to) {
    requireBlocks(n);
    byte[] block = new byte[type == StoredType.Q8_0 ? LENGTH : LENGTH / 2];
    boolean finite = true;
    for (int i = 0; i < n; i += LENGTH) {
      long at = to + (long) (i / LENGTH) * type.blockBytes();
      float scale =
          type == StoredType.Q8_0
              ? bytes(values, from + i, block)
              : nibbles(values, from + i, block);
      finite &= Math.abs(scale) < F16_OVERFLOW;
      LittleEndian.putF16(target, at, scale);
      MemorySegment.copy(block, 0, target, ValueLayout.JAVA_BYTE, at + 2, block.length);
    }
    return finite;
  }

  /** Q8_0: the largest magnitude becomes 127; halves are rounded away from zero. */
  private static float bytes(float[] values, int at, byte[] block) {
    float largest = 0;
    for (int i = 0; i < LENGTH; i++) {
      largest = Math.max(largest, Math.abs(values[at + i]));
    }
    float scale = largest / 127;
    float inverse = scale == 0 ? 0 : 1 / scale;
    if (Float.isInfinite(inverse)) {
      // the scale vanishes in F16: the reference stores zeros
      Arrays.fill(block, (byte) 0);
      return scale;
    }
    for (int i = 0; i < LENGTH; i++) {
      float x = values[at + i] * inverse;
      int whole = (int) x;
      block[i] = (byte) (whole + (int) (2 * (x - whole)));
    }
    return scale;
  }

  /** Q4_0: the value of largest magnitude, the first such, becomes -8. */
  private static float nibbles(float[] values, int at, byte[] block) {
    float magnitude = 0;
    for (int i = 0; i < LENGTH; i++) {
      magnitude = Math.max(magnitude, Math.abs(values[at + i]));
    }
    float largest = magnitude;
    for (int i = LENGTH - 1; i >= 0; i--) {
      float x = values[at + i];
      largest = Math.abs(x) == magnitude ? x : largest;
    }
    float scale = largest / -8;
    float inverse = scale == 0 ? 0 : 1 / scale;
    if (Float.isInfinite(inverse)) {
      // the scale vanishes in F16: the reference stores zeros
      Arrays.fill(block, (byte) 0);
      return scale;
    }
    for (int i = 0; i < LENGTH / 2; i++) {
      int low = Math.min(15, (int) (values[at + i] * inverse + 8.5f));
      int high = Math.min(15, (int) (values[at + LENGTH / 2 + i] * inverse + 8.5f));
      block[i] = (byte) (high << 4 | low);
    }
    return scale;
  }

  private static void requireBlocks(long n) {
    if (n % LENGTH != 0) {
      throw new IllegalArgumentException(n + " elements do not fill whole blocks of " + LENGTH);
    }
  }
}
