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
 * @param number the number format, or null for texts and objects
 * @param textWidth code points of a text ({@code <U5}: 5), or 0
 */
public record NumpyType(@Nullable StoredType number, int textWidth) {
  /** Python objects, which an array holds as a pickle. */
  public static final NumpyType OBJECT = new NumpyType(null, 0);

  private static final Pattern TEXT = Pattern.compile("<U([1-9][0-9]{0,8})");

  /**
   * The type of a description such as {@code <f4}, {@code <U12} or {@code |O}.
   *
   * @throws IllegalArgumentException saying that it is not supported
   */
  public static NumpyType of(String description) {
    Matcher text = TEXT.matcher(description);
    if (text.matches()) {
      return new NumpyType(null, Integer.parseInt(text.group(1)));
    }
    return switch (description) {
      case "|O", "|O8", "|O4" -> OBJECT;
      case "|b1" -> new NumpyType(StoredType.BOOL, 0);
      case "|u1", "<u1" -> new NumpyType(StoredType.U8, 0);
      case "|i1", "<i1" -> new NumpyType(StoredType.I8, 0);
      case "<i2" -> new NumpyType(StoredType.I16, 0);
      case "<i4" -> new NumpyType(StoredType.I32, 0);
      case "<i8" -> new NumpyType(StoredType.I64, 0);
      case "<f2" -> new NumpyType(StoredType.F16, 0);
      case "<f4" -> new NumpyType(StoredType.F32, 0);
      case "<f8" -> new NumpyType(StoredType.F64, 0);
      default -> {
        String hint = description.startsWith(">") ? " (big-endian)" : "";
        throw new IllegalArgumentException(
            "holds the unsupported dtype "
                + description
                + hint
                + "; save x.astype('float32') or similar");
      }
    };
  }

  /** Whether elements are Python objects. */
  public boolean isObject() {
    return number == null && textWidth == 0;
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
        int point = data.get(INT, at + 4L * i);
        if (!Character.isValidCodePoint(point)) {
          throw new IllegalArgumentException("is damaged: a text has the code point " + point);
        }
        text.appendCodePoint(point);
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /** Bytes of one element; 0 for objects. */
  public long bytes() {
    return number == null ? 4L * textWidth : number.blockBytes();
  }
}
