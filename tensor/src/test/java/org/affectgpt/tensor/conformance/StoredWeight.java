package org.affectgpt.tensor.conformance;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.Storage;
import org.affectgpt.tensor.dtype.DType;

/**
 * A random weight as files hold it, {@code [rows, columns]}, beside the values that it stands for.
 * Rows in front and behind, and columns from {@code used} on, are NaN or have a NaN for their
 * scale, so that a kernel that reads them gives itself away. The bytes lie at an odd address.
 *
 * @param bytes rows in front, the rows, rows behind
 * @param lead elements in front
 */
record StoredWeight(
    DType dtype, int rows, int columns, MemorySegment bytes, float[] values, int lead) {
  private static final int BLOCK = 32;

  /** The types that weights are stored in, row by row. */
  static final DType[] PLAIN = {DType.F32, DType.BF16, DType.F16, DType.Q8_0, DType.Q4_0};

  /** The types with 64 rows side by side. */
  static final DType[] GROUPED = {DType.Q8_0_R64, DType.Q4_0_R64};

  /** All of the columns used. */
  static StoredWeight random(DType dtype, int rows, int columns, CounterRng rng) {
    return random(dtype, rows, columns, columns, rng);
  }

  /** Columns from {@code used}, a multiple of the block length, on are not to be read. */
  static StoredWeight random(DType dtype, int rows, int columns, int used, CounterRng rng) {
    DType plain =
        switch (dtype) {
          case Q8_0_R64 -> DType.Q8_0;
          case Q4_0_R64 -> DType.Q4_0;
          default -> dtype;
        };
    int pad = dtype.rowGroup();
    int all = rows + 2 * pad;
    ByteBuffer out =
        ByteBuffer.allocate((int) plain.bytes((long) all * columns)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[all * columns];
    for (int i = 0; i < values.length; i += plain.blockLength()) {
      int row = i / columns;
      boolean read = row >= pad && row < pad + rows && i % columns < used;
      put(plain, read, rng, out, values, i);
    }
    byte[] bytes =
        dtype == plain ? out.array() : interleaved(out.array(), plain, all, columns / BLOCK);
    MemorySegment segment = Arena.ofAuto().allocate(bytes.length + 1L, 64).asSlice(1);
    segment.copyFrom(MemorySegment.ofArray(bytes));
    int lead = pad * columns;
    float[] inside = Arrays.copyOfRange(values, lead, lead + rows * columns);
    return new StoredWeight(dtype, rows, columns, segment, inside, lead);
  }

  /** The weight in the hands of a backend; the operand begins {@link #lead} elements into it. */
  Storage storage(Backend backend) {
    return backend.weights(bytes, dtype, rows + 2L * dtype.rowGroup(), columns);
  }

  private static void put(
      DType type, boolean read, CounterRng rng, ByteBuffer out, float[] values, int at) {
    float x = read ? rng.nextFloat() * 2 - 1 : Float.NaN;
    switch (type) {
      case F32 -> {
        values[at] = x;
        out.putFloat(x);
      }
      case BF16 -> {
        int bits = Float.floatToRawIntBits(x) >>> 16;
        values[at] = Float.intBitsToFloat(bits << 16);
        out.putShort((short) bits);
      }
      case F16 -> {
        short bits = Float.floatToFloat16(x);
        values[at] = Float.float16ToFloat(bits);
        out.putShort(bits);
      }
      case Q8_0 -> {
        float scale = scale(x / 64, out);
        for (int j = 0; j < BLOCK; j++) {
          byte q = (byte) rng.nextInt(256);
          out.put(q);
          values[at + j] = q * scale;
        }
      }
      case Q4_0 -> {
        float scale = scale(x / 4, out);
        for (int j = 0; j < BLOCK / 2; j++) {
          int low = rng.nextInt(16);
          int high = rng.nextInt(16);
          out.put((byte) (low | high << 4));
          values[at + j] = (low - 8) * scale;
          values[at + j + BLOCK / 2] = (high - 8) * scale;
        }
      }
      default -> throw new IllegalArgumentException("no rows of " + type);
    }
  }

  private static float scale(float x, ByteBuffer out) {
    short bits = Float.floatToFloat16(x);
    out.putShort(bits);
    return Float.float16ToFloat(bits);
  }

  /** The blocks of rows laid out as the Javadoc of {@link DType#Q8_0_R64} says. */
  private static byte[] interleaved(byte[] from, DType plain, int rows, int blocks) {
    byte[] to = new byte[from.length];
    int bytes = plain.blockBytes();
    for (int row = 0; row < rows; row++) {
      for (int block = 0; block < blocks; block++) {
        int source = (row * blocks + block) * bytes;
        int group = (row / 64 * blocks + block) * bytes * 64;
        int r = row % 64;
        int scale = group + 64 * (r / 32) + 4 * (r % 16) + 2 * (r / 16 % 2);
        to[scale] = from[source];
        to[scale + 1] = from[source + 1];
        for (int i = 0; i < bytes - 2; i++) {
          to[group + 128 + 64 * i + 4 * (r % 16) + r / 16] = from[source + 2 + i];
        }
      }
    }
    return to;
  }
}
