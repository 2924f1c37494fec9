package org.affectgpt.io.gguf;

/** The types of metadata values; a type's number in the file is its place in this list. */
public enum GgufValueType {
  UINT8(1),
  INT8(1),
  UINT16(2),
  INT16(2),
  UINT32(4),
  INT32(4),
  FLOAT32(4),
  BOOL(1),
  /** A length of 8 bytes and UTF-8 text. */
  STRING(8),
  /** An element type, a length and the elements. */
  ARRAY(12),
  UINT64(8),
  INT64(8),
  FLOAT64(8);

  private final int leastBytes;

  GgufValueType(int leastBytes) {
    this.leastBytes = leastBytes;
  }

  /** Bytes that a value takes, at least for strings and arrays, exactly for the others. */
  int leastBytes() {
    return leastBytes;
  }

  boolean isInteger() {
    return switch (this) {
      case FLOAT32, FLOAT64, STRING, ARRAY, BOOL -> false;
      default -> true;
    };
  }

  static GgufValueType read(GgufCursor cursor, String what) {
    int number = cursor.u32("the type of " + what);
    if (number < 0 || number >= values().length) {
      throw cursor.damaged(what + " has the unknown type " + Integer.toUnsignedString(number));
    }
    return values()[number];
  }
}
