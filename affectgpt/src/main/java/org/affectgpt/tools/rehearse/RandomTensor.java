package org.affectgpt.tools.rehearse;

import java.nio.ByteBuffer;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.dtype.Half;

/**
 * A tensor of normal values, any part of which can be made at any time: 16 bits of a counter-based
 * draw choose an entry of a table of quantiles, so an element costs a fourth of a draw and a look
 * into the cache.
 *
 * @param stream whose draws it takes: its own name, or that of a tensor whose rows it repeats
 * @param firstRow the row of that stream which its first row takes; after the last comes row 0
 */
record RandomTensor(
    String name,
    Shape shape,
    StoredType type,
    double mean,
    double std,
    String stream,
    long firstRow) {

  RandomTensor {
    if (firstRow != 0 && shape.size() / shape.dim(0) % 4 != 0) {
      throw new IllegalArgumentException("rows of " + shape + " do not end with a draw");
    }
  }

  /** A tensor of draws of its own. */
  RandomTensor(String name, Shape shape, StoredType type, double mean, double std) {
    this(name, shape, type, mean, std, name, 0);
  }

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
    return new Pieces(quantiles.scaled(mean, std), type, draws(rng));
  }

  /** All values at once. */
  float[] values(Quantiles quantiles, CounterRng rng) {
    float[] table = quantiles.scaled(mean, std);
    Draws draws = draws(rng);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = table[draws.index(i)];
    }
    return values;
  }

  private Draws draws(CounterRng rng) {
    long size = shape.size();
    return new Draws(rng.split(stream).key(), firstRow * (size / shape.dim(0)), size);
  }

  /** Four elements a draw, from an element of the stream on, around its end. */
  private record Draws(long key, long from, long size) {
    /** The draw of an element and of those after it, up to the next multiple of four. */
    long bits(long element) {
      long at = element + from;
      return CounterRng.bitsAt(key, (at < size ? at : at - size) >>> 2);
    }

    int index(long element) {
      return (int) (bits(element) >>> (16 * (element & 3))) & 0xFFFF;
    }
  }

  /** The bytes of one tensor. */
  static final class Pieces {
    private final Draws draws;
    private final boolean wide;
    private final int[] words;
    private final short[] halves;

    private Pieces(float[] table, StoredType type, Draws draws) {
      this.draws = draws;
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

    /**
     * Fills what remains of a little-endian buffer.
     *
     * @param from the tensor's byte that the buffer begins with, a multiple of 16
     */
    void fill(long from, ByteBuffer into) {
      long element = from / (wide ? 4 : 2);
      while (into.remaining() >= (wide ? 16 : 8)) {
        long bits = draws.bits(element);
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
          into.putInt(words[draws.index(element)]);
        } else {
          into.putShort(halves[draws.index(element)]);
        }
      }
    }
  }
}
