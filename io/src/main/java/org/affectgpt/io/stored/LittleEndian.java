package org.affectgpt.io.stored;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.affectgpt.tensor.dtype.Half;

/** Numbers as files hold them, read and written at any address. */
public final class LittleEndian {
  public static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  public static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  public static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  public static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  public static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  /** An unsigned byte. */
  static int u8(MemorySegment data, long at) {
    return data.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
  }

  /** A signed byte. */
  static int i8(MemorySegment data, long at) {
    return data.get(ValueLayout.JAVA_BYTE, at);
  }

  static int i32(MemorySegment data, long at) {
    return data.get(INT, at);
  }

  /** A signed number of 8 bytes. */
  public static long i64(MemorySegment data, long at) {
    return data.get(LONG, at);
  }

  /** A binary16 number. */
  static float f16(MemorySegment data, long at) {
    return Half.fromF16(data.get(SHORT, at));
  }

  static void putF16(MemorySegment data, long at, float value) {
    data.set(SHORT, at, Half.toF16(value));
  }
}
