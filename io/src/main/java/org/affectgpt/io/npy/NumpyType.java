package org.affectgpt.io.npy;

import static org.affectgpt.io.stored.LittleEndian.INT;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.affectgpt.io.stored.StoredType;
import org.jspecify.annotations.Nullable;

/**
 * The element type of a NumPy array.
 *
 * @param number the number format, {@link StoredType#OTHER} for what is only listed (structures,
 *     dates, bytes, ...), or null for texts and objects
 * @param textWidth code points of a text ({@code <U5}: 5), or 0
 * @param swapped whether elements are big-endian
 * @param description as the file writes it, such as {@code <f4}
 * @param itemBytes of one element; 0 if that is not known
 */
public record NumpyType(
    @Nullable StoredType number,
    int textWidth,
    boolean swapped,
    String description,
    long itemBytes) {
  /** Python objects, which an array holds as a pickle. */
  public static final NumpyType OBJECT = new NumpyType(null, 0, false, "|O", 0);

  private static final Pattern CODE = Pattern.compile("([<>=|]?)([a-zA-Z?])([0-9]{0,9})(\\[.*])?");

  /** A plain format in the byte order of this machine. */
  static NumpyType of(StoredType number) {
    return new NumpyType(number, 0, false, number.name(), number.blockBytes());
  }

  /** The type of a description such as {@code <f4}, {@code <U12}, {@code |O} or a structure's. */
  public static NumpyType of(String description) {
    Matcher code = CODE.matcher(description);
    if (!code.matches()) {
      return new NumpyType(StoredType.OTHER, 0, false, description, 0);
    }
    char kind = code.group(2).charAt(0);
    long size = code.group(3).isEmpty() ? 0 : Long.parseLong(code.group(3));
    boolean swapped = code.group(1).equals(">") && size > 1;
    if (kind == 'O') {
      return OBJECT;
    }
    if (kind == 'U' && size > 0) {
      return new NumpyType(null, (int) size, code.group(1).equals(">"), description, 4 * size);
    }
    StoredType number = number(kind, size);
    if (number == null) {
      long bytes = kind == 'U' ? 4 * size : size;
      return new NumpyType(StoredType.OTHER, 0, swapped, description, bytes);
    }
    return new NumpyType(number, 0, swapped, description, number.blockBytes());
  }

  private static @Nullable StoredType number(char kind, long size) {
    return switch ("" + kind + size) {
      case "b1", "?0" -> StoredType.BOOL;
      case "u1" -> StoredType.U8;
      case "i1" -> StoredType.I8;
      case "u2" -> StoredType.U16;
      case "u4" -> StoredType.U32;
      case "u8" -> StoredType.U64;
      case "i2" -> StoredType.I16;
      case "i4" -> StoredType.I32;
      case "i8" -> StoredType.I64;
      case "f2" -> StoredType.F16;
      case "f4" -> StoredType.F32;
      case "f8" -> StoredType.F64;
      case "c8" -> StoredType.C64;
      case "c16" -> StoredType.C128;
      default -> null;
    };
  }

  /** Whether elements are Python objects. */
  public boolean isObject() {
    return number == null && textWidth == 0;
  }

  /** What people call the format of the elements. */
  public String format() {
    return number == null || number == StoredType.OTHER ? "numpy " + shortened() : number.name();
  }

  private String shortened() {
    return description.length() > 80 ? description.substring(0, 80) + "..." : description;
  }

  /**
   * The texts of an array: UTF-32 of a fixed width, padded with zeros.
   *
   * @throws IllegalArgumentException for another type, or if a code point does not exist
   */
  public List<String> texts(MemorySegment data) {
    if (textWidth == 0) {
      throw new IllegalArgumentException("does not hold texts");
    }
    List<String> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (long at = 0; at < data.byteSize(); at += bytes()) {
      text.setLength(0);
      int length = textWidth;
      while (length > 0 && data.get(INT, at + 4L * (length - 1)) == 0) {
        length--;
      }
      for (int i = 0; i < length; i++) {
        int stored = data.get(INT, at + 4L * i);
        int point = swapped ? Integer.reverseBytes(stored) : stored;
        if (!Character.isValidCodePoint(point)) {
          throw new IllegalArgumentException("is damaged: a text has the code point " + point);
        }
        text.appendCodePoint(point);
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /** Bytes of one element; 0 for objects, and where the description does not say. */
  public long bytes() {
    return itemBytes;
  }
}
