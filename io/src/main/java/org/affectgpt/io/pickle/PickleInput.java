package org.affectgpt.io.pickle;

import static org.affectgpt.io.stored.LittleEndian.INT;
import static org.affectgpt.io.stored.LittleEndian.LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** A cursor over the stream; every length is checked against the bytes that are left. */
final class PickleInput {
  /** Digits of a decimal integer, Python's own bound. */
  private static final int MAX_DIGITS = 4300;

  private static final int MAX_INTEGER_BYTES = 2048;

  private final MemorySegment stream;
  private long at;

  PickleInput(MemorySegment stream) {
    this.stream = stream;
  }

  long position() {
    return at;
  }

  /** Steps over {@code n} bytes and returns where they begin. */
  private long take(long n) {
    if (n < 0 || n > stream.byteSize() - at) {
      throw new PickleException(
          "is truncated or damaged: "
              + Long.toUnsignedString(n)
              + " bytes are announced at byte "
              + at
              + " of "
              + stream.byteSize());
    }
    long begin = at;
    at += n;
    return begin;
  }

  int u8() {
    return stream.get(ValueLayout.JAVA_BYTE, take(1)) & 0xFF;
  }

  int u16() {
    return u8() | u8() << 8;
  }

  int i32() {
    return stream.get(INT, take(4));
  }

  long u32() {
    return Integer.toUnsignedLong(i32());
  }

  long i64() {
    return stream.get(LONG, take(8));
  }

  double bigEndianDouble() {
    return Double.longBitsToDouble(Long.reverseBytes(i64()));
  }

  /** The length of a frame, which must fit; frames themselves need no handling. */
  void frame() {
    long length = i64();
    if (length < 0 || length > stream.byteSize() - at) {
      take(length);
    }
  }

  MemorySegment bytes(long n) {
    return stream.asSlice(take(n), n);
  }

  private byte[] array(long n) {
    if (n > Integer.MAX_VALUE - 16) {
      throw new PickleException("holds a text of " + n + " bytes, which is too long");
    }
    return bytes(n).toArray(ValueLayout.JAVA_BYTE);
  }

  String utf8(long n) {
    return new String(array(n), StandardCharsets.UTF_8);
  }

  String latin1(long n) {
    return new String(array(n), StandardCharsets.ISO_8859_1);
  }

  /** Bytes up to the next line feed, which is stepped over, as Latin-1. */
  String line() {
    long end = at;
    while (end < stream.byteSize() && stream.get(ValueLayout.JAVA_BYTE, end) != '\n') {
      end++;
    }
    String line = latin1(end - at);
    take(1);
    return line;
  }

  /** A little-endian two's complement integer of {@code n} bytes: a Long or a BigInteger. */
  Object integer(long n) {
    if (n < 0 || n > MAX_INTEGER_BYTES) {
      throw new PickleException("holds an integer of " + n + " bytes, which is too long");
    }
    byte[] bytes = array(n);
    for (int i = 0; i < bytes.length / 2; i++) {
      byte low = bytes[i];
      bytes[i] = bytes[bytes.length - 1 - i];
      bytes[bytes.length - 1 - i] = low;
    }
    return bytes.length == 0 ? (Object) 0L : narrow(new BigInteger(bytes));
  }

  /** A decimal integer on a line of its own. */
  Object decimal(String digits) {
    String text = digits.strip();
    if (text.length() > MAX_DIGITS || !text.matches("[+-]?[0-9]+")) {
      throw new PickleException("is damaged: a line before byte " + at + " is no integer");
    }
    return narrow(new BigInteger(text));
  }

  private static Object narrow(BigInteger value) {
    return value.bitLength() < 64 ? (Object) value.longValueExact() : value;
  }
}
