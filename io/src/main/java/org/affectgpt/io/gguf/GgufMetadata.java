package org.affectgpt.io.gguf;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * The typed key-value pairs of a file. Values are String, Boolean, Long (BigInteger beyond its
 * range), Double or {@link GgufArray}.
 */
public final class GgufMetadata {
  /** A key's length, a type and one byte of value. */
  static final int LEAST_BYTES = 8 + 4 + 1;

  private final Path file;
  private final Map<String, Object> values;

  private GgufMetadata(Path file, Map<String, Object> values) {
    this.file = file;
    this.values = Collections.unmodifiableMap(values);
  }

  static GgufMetadata read(GgufCursor cursor, long count, MemorySegment all, Path file) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (long i = 0; i < count; i++) {
      String key = cursor.name("the name of metadata " + i);
      String what = "metadata '" + key + "'";
      GgufValueType type = GgufValueType.read(cursor, what);
      Object value =
          switch (type) {
            case STRING -> cursor.string(what);
            case ARRAY -> GgufArray.read(key, cursor, all, file);
            default -> GgufScalar.value(type, cursor.take(type.leastBytes(), what));
          };
      if (values.put(key, value) != null) {
        throw cursor.damaged(what + " is given twice");
      }
    }
    return new GgufMetadata(file, values);
  }

  /** All pairs in the order of the file. */
  public Map<String, Object> values() {
    return values;
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** A string, or null if the key is absent. */
  public @Nullable String text(String key) {
    Object value = values.get(key);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw wrong(key, value, "a string");
  }

  /** A whole number, or one for every layer if they are equal; {@code otherwise} if absent. */
  public long integer(String key, long otherwise) {
    Object value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof GgufArray array && array.type().isInteger()) {
      return equal(key, array);
    }
    throw wrong(key, value, "a whole number");
  }

  /** One value a layer, which has to be the same for all. */
  private long equal(String key, GgufArray array) {
    long[] values = array.integers();
    if (values.length == 0 || Arrays.stream(values).anyMatch(v -> v != values[0])) {
      throw new InputException(
          file
              + ": metadata '"
              + key
              + "' differs from layer to layer, which is not built; only equal layers are");
    }
    return values[0];
  }

  /** A whole number from 1 to {@code largest}; {@code otherwise} if absent, unless that is 0. */
  public int positive(String key, int otherwise, int largest) {
    if (otherwise == 0 && !has(key)) {
      throw new InputException(file + ": lacks the metadata '" + key + "'");
    }
    long value = integer(key, otherwise);
    if (value < 1 || value > largest) {
      throw new InputException(
          file + ": metadata '" + key + "' is " + value + " but must lie between 1 and " + largest);
    }
    return (int) value;
  }

  /** A number, or {@code otherwise} if the key is absent. */
  public double number(String key, double otherwise) {
    Object value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(key, value, "a number");
  }

  /** A truth value, or {@code otherwise} if the key is absent. */
  public boolean flag(String key, boolean otherwise) {
    Object value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong(key, value, "true or false");
  }

  /** An array, or null if the key is absent. */
  public @Nullable GgufArray array(String key) {
    Object value = values.get(key);
    if (value == null || value instanceof GgufArray) {
      return (GgufArray) value;
    }
    throw wrong(key, value, "an array");
  }

  /** A value for a message: one line and not a long one. */
  static String quoted(String value) {
    String line = value.replaceAll("\\p{Cntrl}", " ");
    return line.length() > 100 ? line.substring(0, 100) + "…" : line;
  }

  private static String shown(Object value) {
    return value instanceof GgufArray a
        ? a.length() + " values of type " + a.type()
        : quoted("" + value);
  }

  private InputException wrong(String key, Object value, String needed) {
    return new InputException(
        file + ": metadata '" + key + "' is " + shown(value) + " but " + needed + " is needed");
  }
}
