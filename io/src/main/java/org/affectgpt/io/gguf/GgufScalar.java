package org.affectgpt.io.gguf;

import static org.affectgpt.io.stored.LittleEndian.DOUBLE;
import static org.affectgpt.io.stored.LittleEndian.FLOAT;
import static org.affectgpt.io.stored.LittleEndian.INT;
import static org.affectgpt.io.stored.LittleEndian.LONG;
import static org.affectgpt.io.stored.LittleEndian.SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;

/** Metadata numbers as they lie in the file. */
final class GgufScalar {
  private GgufScalar() {}

  /** A Long, a BigInteger beyond its range, a Double or a Boolean. */
  static Object value(GgufValueType type, MemorySegment data) {
    return switch (type) {
      case BOOL -> data.get(ValueLayout.JAVA_BYTE, 0) != 0;
      case FLOAT32, FLOAT64 -> real(type, data, 0);
      case UINT64 -> {
        long bits = data.get(LONG, 0);
        if (bits >= 0) {
          yield bits;
        }
        yield new BigInteger(Long.toUnsignedString(bits));
      }
      default -> integer(type, data, 0);
    };
  }

  /** Number {@code index} of an array; a UINT64 keeps its bits. */
  static long integer(GgufValueType type, MemorySegment data, long index) {
    return switch (type) {
      case UINT8 -> data.get(ValueLayout.JAVA_BYTE, index) & 0xFF;
      case INT8 -> data.get(ValueLayout.JAVA_BYTE, index);
      case UINT16 -> data.get(SHORT, 2 * index) & 0xFFFF;
      case INT16 -> data.get(SHORT, 2 * index);
      case UINT32 -> data.get(INT, 4 * index) & 0xFFFFFFFFL;
      case INT32 -> data.get(INT, 4 * index);
      case UINT64, INT64 -> data.get(LONG, 8 * index);
      default -> throw new IllegalArgumentException(type + " is not a whole number");
    };
  }

  /** Number {@code index} of an array; a FLOAT32 becomes the double with its shortest digits. */
  static double real(GgufValueType type, MemorySegment data, long index) {
    return switch (type) {
      case FLOAT32 -> Double.parseDouble(Float.toString(data.get(FLOAT, 4 * index)));
      case FLOAT64 -> data.get(DOUBLE, 8 * index);
      default -> throw new IllegalArgumentException(type + " is not a fraction");
    };
  }
}
