package org.affectgpt.io.onnx;

import static org.affectgpt.io.stored.LittleEndian.INT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.affectgpt.tensor.InputException;

/**
 * Reads the fields of one protocol buffer message from front to back (Protocol Buffers encoding,
 * protobuf.dev). Every length is checked against what is left of the message.
 *
 * <pre>while (reader.next()) { switch (reader.field()) { case 1 -> reader.text("a name"); } }</pre>
 *
 * <p>A field whose value is not asked for is passed over.
 */
final class ProtoReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final Path file;
  private final MemorySegment data;
  private final long end;

  /** Where the value of the current field begins, or is read to the end. */
  private long at;

  private int field;
  private int wire;
  private boolean pending;

  ProtoReader(Path file, MemorySegment data) {
    this(file, data, 0, data.byteSize());
  }

  private ProtoReader(Path file, MemorySegment data, long from, long end) {
    this.file = file;
    this.data = data;
    this.at = from;
    this.end = end;
  }

  /** Goes to the next field; false at the end of the message. */
  boolean next() {
    if (pending) {
      skip();
    }
    if (at == end) {
      return false;
    }
    long tag = raw("a tag");
    long number = tag >>> 3;
    if (number < 1 || number > 536_870_911) {
      throw damaged("a field has the number " + Long.toUnsignedString(number));
    }
    field = (int) number;
    wire = (int) (tag & 7);
    pending = true;
    return true;
  }

  /** The number of the current field. */
  int field() {
    return field;
  }

  private void skip() {
    switch (wire) {
      case VARINT -> raw("a number");
      case FIXED64 -> take(8, "a number");
      case BYTES -> take(raw("a length"), "a field");
      case FIXED32 -> take(4, "a number");
      default -> throw damaged("field " + field + " is of the unknown kind " + wire);
    }
    pending = false;
  }

  /** Whether the value is a run of bytes: a text, a message, or packed numbers. */
  boolean isBytes() {
    return wire == BYTES;
  }

  /** A whole number, its bits in a long. */
  long number(String what) {
    require(VARINT, what);
    pending = false;
    return raw(what);
  }

  /** A whole number that is an int, as enumerations are. */
  int integer(String what) {
    long n = number(what);
    if (n != (int) n) {
      throw damaged(what + " is " + n);
    }
    return (int) n;
  }

  /** A number of four bytes. */
  float real(String what) {
    require(FIXED32, what);
    pending = false;
    return Float.intBitsToFloat(data.get(INT, take(4, what)));
  }

  /** The bytes of a number of four or eight bytes, in place. */
  MemorySegment fixed(int width, String what) {
    require(width == 4 ? FIXED32 : FIXED64, what);
    pending = false;
    return data.asSlice(take(width, what), width);
  }

  /** The bytes of a field, in place. */
  MemorySegment bytes(String what) {
    require(BYTES, what);
    pending = false;
    long length = raw("the length of " + what);
    return data.asSlice(take(length, what), length);
  }

  /** A message inside this one. */
  ProtoReader message(String what) {
    require(BYTES, what);
    pending = false;
    long length = raw("the length of " + what);
    long from = take(length, what);
    return new ProtoReader(file, data, from, from + length);
  }

  /** Whether a packed run, opened by {@link #message}, has numbers left. */
  boolean hasMore() {
    return at < end;
  }

  /** The next whole number of a packed run. */
  long packed(String what) {
    return raw(what);
  }

  /** Text in strict UTF-8. */
  String text(String what) {
    require(BYTES, what);
    pending = false;
    long length = raw("the length of " + what);
    long from = take(length, what);
    if (length == 0) {
      return "";
    }
    byte[] bytes = data.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InputException(
          file + ": damaged ONNX file: " + what + " is not valid UTF-8; get the file again", e);
    }
  }

  /** Text of one line, so that messages can hold it; it may be empty. */
  String name(String what) {
    String name = text(what);
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw damaged(what + " holds control characters");
    }
    return name;
  }

  private void require(int kind, String what) {
    if (wire != kind) {
      throw damaged(what + " is stored as kind " + wire + " instead of " + kind);
    }
  }

  /** The place of {@code bytes} bytes, which are passed over. */
  private long take(long bytes, String what) {
    if (bytes < 0 || bytes > end - at) {
      throw damaged(
          what
              + " takes "
              + Long.toUnsignedString(bytes)
              + " bytes but only "
              + (end - at)
              + " are left");
    }
    long from = at;
    at += bytes;
    return from;
  }

  /** A number in groups of seven bits, low ones first. */
  private long raw(String what) {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte b = data.get(ValueLayout.JAVA_BYTE, take(1, what));
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw damaged(what + " is a number of more than ten bytes");
  }

  InputException damaged(String message) {
    return new InputException(file + ": damaged ONNX file: " + message + "; get the file again");
  }

  /** What a sound file may hold and this reader does not know. */
  InputException refused(String message) {
    return new InputException(file + ": " + message);
  }
}
