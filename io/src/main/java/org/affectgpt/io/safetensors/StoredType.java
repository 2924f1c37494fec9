package org.affectgpt.io.safetensors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.affectgpt.tensor.Half;
import org.jspecify.annotations.Nullable;

/**
 * The number formats a tensor may be stored in, all little-endian. Their order is the one in which
 * the reference library sorts tensors into a file (wide formats last here, first in the file), so
 * that every tensor starts at a multiple of its element size.
 */
public enum StoredType {
  BOOL(1),
  U8(1),
  I8(1),
  I16(2),
  F16(2),
  BF16(2),
  I32(4),
  F32(4),
  F64(8),
  I64(8);

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int bytes;

  StoredType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** Whether this is a floating-point format. */
  public boolean isFloat() {
    return this == F16 || this == BF16 || this == F32 || this == F64;
  }

  /** The format of this name, or null. */
  static @Nullable StoredType of(String name) {
    for (StoredType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  /** Elements {@code from .. from + n} of {@code data} as floats in {@code target[at ..]}. */
  void toFloats(MemorySegment data, long from, float[] target, int at, int n) {
    switch (this) {
      case F32 -> MemorySegment.copy(data, FLOAT, from * 4, target, at, n);
      case BF16 -> {
        for (int i = 0; i < n; i++) {
          target[at + i] = Half.fromBf16(data.get(SHORT, (from + i) * 2));
        }
      }
      case F16 -> {
        for (int i = 0; i < n; i++) {
          target[at + i] = Half.fromF16(data.get(SHORT, (from + i) * 2));
        }
      }
      case F64 -> {
        for (int i = 0; i < n; i++) {
          target[at + i] = (float) data.get(DOUBLE, (from + i) * 8);
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          target[at + i] = integer(data, from + i);
        }
      }
    }
  }

  /** Element {@code index} of {@code data} in an integer format; BOOL gives 0 or 1. */
  long integer(MemorySegment data, long index) {
    return switch (this) {
      case I64 -> data.get(LONG, index * 8);
      case I32 -> data.get(INT, index * 4);
      case I16 -> data.get(SHORT, index * 2);
      case I8 -> data.get(ValueLayout.JAVA_BYTE, index);
      case U8 -> data.get(ValueLayout.JAVA_BYTE, index) & 0xFF;
      case BOOL -> data.get(ValueLayout.JAVA_BYTE, index) == 0 ? 0 : 1;
      default -> throw new IllegalArgumentException(this + " is not an integer format");
    };
  }
}
