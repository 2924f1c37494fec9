package org.affectgpt.app.rehearse;

import java.nio.ByteBuffer;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Half;
import org.affectgpt.tensor.Shape;

/**
 * A tensor of normal values, any part of which can be made at any time: 16 bits of a counter-based
 * draw choose an entry of a table of quantiles, so an element costs a fourth of a draw and a look
 * into the cache.
 */
record RandomTensor(String name, Shape shape, StoredType type, double mean, double std) {

  /** Bytes in the file. */
  long bytes() {
    return type.bytes(shape.size());
  }

  /** The dimensions. */
  long[] dims() {
    long[] dims = new long[shape.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = shape.dim(i);
    }
    return dims;
  }

  /** Makes the values, ready to be written a piece at a time. */
  Pieces pieces(Quantiles quantiles, CounterRng rng) {
    return new Pieces(quantiles.scaled(mean, std), type, rng.split(name).key());
  }

  /** All values at once. */
  float[] values(Quantiles quantiles, CounterRng rng) {
    float[] table = quantiles.scaled(mean, std);
    long key = rng.split(name).key();
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = table[Pieces.index(key, i)];
    }
    return values;
  }

  /** The bytes of one tensor. */
  static final class Pieces {
    private final long key;
    private final boolean wide;
    private final int[] words;
    private final short[] halves;

    Pieces(float[] table, StoredType type, long key) {
      this.key = key;
      this.wide = type == StoredType.F32;
      this.words = new int[wide ? table.length : 0];
      this.halves = new short[wide ? 0 : table.length];
      for (int i = 0; i < table.length; i++) {
        if (wide) {
          words[i] = Float.floatToRawIntBits(table[i]);
        } else {
          halves[i] = Half.toBf16(table[i]);
        }
      }
    }

    private static int index(long key, long element) {
      return (int) (CounterRng.bitsAt(key, element >>> 2) >>> (16 * (element & 3))) & 0xFFFF;
    }

    /**
     * Fills what remains of a little-endian buffer.
     *
     * @param from the tensor's byte that the buffer begins with, a multiple of 16
     */
    void fill(long from, ByteBuffer into) {
      long element = from / (wide ? 4 : 2);
      while (into.remaining() >= (wide ? 16 : 8)) {
        long bits = CounterRng.bitsAt(key, element >>> 2);
        int a = (int) bits & 0xFFFF;
        int b = (int) (bits >>> 16) & 0xFFFF;
        int c = (int) (bits >>> 32) & 0xFFFF;
        int d = (int) (bits >>> 48);
        if (wide) {
          into.putLong((words[a] & 0xFFFFFFFFL) | (long) words[b] << 32);
          into.putLong((words[c] & 0xFFFFFFFFL) | (long) words[d] << 32);
        } else {
          into.putLong(
              (halves[a] & 0xFFFFL)
                  | (halves[b] & 0xFFFFL) << 16
                  | (halves[c] & 0xFFFFL) << 32
                  | (long) halves[d] << 48);
        }
        element += 4;
      }
      for (; into.hasRemaining(); element++) {
        if (wide) {
          into.putInt(words[index(key, element)]);
        } else {
          into.putShort(halves[index(key, element)]);
        }
      }
    }
  }
}
