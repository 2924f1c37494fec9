package org.affectgpt.test.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes GGUF files by hand, damaged ones too. */
public final class GgufBytes {
  private static final int ALIGNMENT = 32;

  private final ByteArrayOutputStream pairs = new ByteArrayOutputStream();
  private final ByteArrayOutputStream table = new ByteArrayOutputStream();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private int version = 3;
  private long pairCount;
  private long tensorCount;

  public GgufBytes version(int number) {
    version = number;
    return this;
  }

  /** Adds to the counts without adding anything. */
  public GgufBytes claim(long morePairs, long moreTensors) {
    pairCount += morePairs;
    tensorCount += moreTensors;
    return this;
  }

  /**
   * A pair of String, Integer (UINT32), Long (UINT64), Float, Boolean, String[], int[], float[].
   */
  public GgufBytes pair(String key, Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int type = value(value, bytes);
    return raw(key, type, bytes.toByteArray());
  }

  /** A pair with any bytes behind any type. */
  public GgufBytes raw(String key, int type, byte[] value) {
    text(key, pairs);
    pairs.writeBytes(ints(type));
    pairs.writeBytes(value);
    pairCount++;
    return this;
  }

  private static int value(Object value, ByteArrayOutputStream out) {
    if (value instanceof String s) {
      text(s, out);
      return 8;
    }
    if (value instanceof Integer i) {
      out.writeBytes(ints(i));
      return 4;
    }
    if (value instanceof Long l) {
      out.writeBytes(longs(l));
      return 10;
    }
    if (value instanceof Float f) {
      out.writeBytes(ints(Float.floatToRawIntBits(f)));
      return 6;
    }
    if (value instanceof Boolean b) {
      out.write(b ? 1 : 0);
      return 7;
    }
    if (value instanceof String[] strings) {
      out.writeBytes(ints(8));
      out.writeBytes(longs(strings.length));
      for (String s : strings) {
        text(s, out);
      }
    } else if (value instanceof int[] numbers) {
      out.writeBytes(ints(5));
      out.writeBytes(longs(numbers.length));
      out.writeBytes(ints(numbers));
    } else if (value instanceof float[] numbers) {
      out.writeBytes(ints(6));
      out.writeBytes(longs(numbers.length));
      for (float f : numbers) {
        out.writeBytes(ints(Float.floatToRawIntBits(f)));
      }
    } else {
      throw new IllegalArgumentException("no GGUF type for " + value);
    }
    return 9;
  }

  /** A tensor after the ones before it; dimensions innermost first, as the file has them. */
  public GgufBytes tensor(String name, int type, byte[] bytes, long... dims) {
    int offset = data.size();
    data.writeBytes(bytes);
    data.writeBytes(new byte[Math.floorMod(-bytes.length, ALIGNMENT)]);
    return tensorAt(name, type, offset, dims);
  }

  /** A tensor at any offset, without bytes of its own. */
  public GgufBytes tensorAt(String name, int type, long offset, long... dims) {
    text(name, table);
    table.writeBytes(ints(dims.length));
    for (long d : dims) {
      table.writeBytes(longs(d));
    }
    table.writeBytes(ints(type));
    table.writeBytes(longs(offset));
    tensorCount++;
    return this;
  }

  /** The file. */
  public byte[] build() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(ints(version));
    out.writeBytes(longs(tensorCount));
    out.writeBytes(longs(pairCount));
    out.writeBytes(pairs.toByteArray());
    out.writeBytes(table.toByteArray());
    out.writeBytes(new byte[Math.floorMod(-out.size(), ALIGNMENT)]);
    out.writeBytes(data.toByteArray());
    return out.toByteArray();
  }

  private static void text(String s, ByteArrayOutputStream out) {
    byte[] bytes = s.getBytes(StandardCharsets.UTF_8);
    out.writeBytes(longs(bytes.length));
    out.writeBytes(bytes);
  }

  /** Little-endian integers. */
  public static byte[] ints(int... values) {
    ByteBuffer b = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int v : values) {
      b.putInt(v);
    }
    return b.array();
  }

  /** Little-endian long integers. */
  public static byte[] longs(long... values) {
    ByteBuffer b = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long v : values) {
      b.putLong(v);
    }
    return b.array();
  }
}
