package org.affectgpt.tensor.cpu;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows of Q4_0 weights in native memory: blocks of 16 bytes behind a binary16 scale. The low halves
 * of the bytes are the first 16 weights, the high halves the others; 8 stands for zero.
 */
final class Q4Rows {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, VectorShape.forBitSize(VectorWidth.bits()));
  private static final int BLOCK = 32;
  private static final int HALF = 16;
  private static final int BLOCK_BYTES = 18;

  /** What each half byte stands for, as the bits of floats. */
  private static final int[] VALUES = values();

  private Q4Rows() {}

  private static int[] values() {
    int[] bits = new int[HALF];
    for (int i = 0; i < HALF; i++) {
      bits[i] = Float.floatToRawIntBits(i - 8);
    }
    return bits;
  }

  /** Products of one row of A with {@code rows} rows that begin at {@code b}. */
  static void dots(
      float[] a, int aOffset, long b, long stride, int rows, int k, float[] out, int to) {
    for (int j = 0; j < rows; j++) {
      out[to + j] = dot(a, aOffset, b + j * stride, k);
    }
  }

  private static float dot(float[] a, int aOffset, long b, int k) {
    IntVector table = IntVector.fromArray(INTS, VALUES, 0);
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    long at = b;
    int p = 0;
    for (; p <= k - 2 * BLOCK; p += 2 * BLOCK) {
      s0 = block(a, aOffset + p, at, table, s0);
      s1 = block(a, aOffset + p + BLOCK, at + BLOCK_BYTES, table, s1);
      at += 2 * BLOCK_BYTES;
    }
    if (p < k) {
      s0 = block(a, aOffset + p, at, table, s0);
    }
    return VectorWidth.sum(s0.add(s1));
  }

  private static FloatVector block(float[] a, int p, long b, IntVector table, FloatVector sum) {
    FloatVector t;
    if (LANES == 16) {
      IntVector i = low(NativeBytes.bytes(b + 2));
      t = a(a, p).mul(first(i, table));
      t = a(a, p + HALF).fma(second(i, table), t);
    } else if (LANES == 8) {
      IntVector i = low(NativeBytes.bytes(b + 2));
      t = a(a, p).mul(first(i, table));
      t = a(a, p + HALF).fma(second(i, table), t);
      i = low(NativeBytes.bytes(b + 10));
      t = a(a, p + 8).fma(first(i, table), t);
      t = a(a, p + 24).fma(second(i, table), t);
    } else {
      ByteVector v = NativeBytes.bytes(b + 2);
      IntVector i = low(v);
      t = a(a, p).mul(first(i, table));
      t = a(a, p + HALF).fma(second(i, table), t);
      i = high(v);
      t = a(a, p + 4).fma(first(i, table), t);
      t = a(a, p + 20).fma(second(i, table), t);
      v = NativeBytes.bytes(b + 10);
      i = low(v);
      t = a(a, p + 8).fma(first(i, table), t);
      t = a(a, p + 24).fma(second(i, table), t);
      i = high(v);
      t = a(a, p + 12).fma(first(i, table), t);
      t = a(a, p + 28).fma(second(i, table), t);
    }
    return t.fma(FloatVector.broadcast(FLOATS, NativeBytes.getHalf(b)), sum);
  }

  private static FloatVector a(float[] a, int p) {
    return FloatVector.fromArray(FLOATS, a, p);
  }

  private static IntVector low(ByteVector bytes) {
    return (IntVector) bytes.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
  }

  // Only vectors of four floats have a second part: the fewest bytes in a vector are eight.
  private static IntVector high(ByteVector bytes) {
    return (IntVector) bytes.convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 1);
  }

  /** The low halves. With 16 lanes a permutation looks them up, by the low four bits of each. */
  private static FloatVector first(IntVector bytes, IntVector table) {
    if (LANES == 16) {
      return bytes.selectFrom(table).reinterpretAsFloats();
    }
    return (FloatVector) bytes.and(15).sub(8).convert(VectorOperators.I2F, 0);
  }

  private static FloatVector second(IntVector bytes, IntVector table) {
    IntVector shifted = bytes.lanewise(VectorOperators.LSHR, 4);
    if (LANES == 16) {
      return shifted.selectFrom(table).reinterpretAsFloats();
    }
    return (FloatVector) shifted.sub(8).convert(VectorOperators.I2F, 0);
  }

  /** Writes {@code count} weights, whole blocks, as floats. */
  static void decode(long from, int count, float[] out, int to) {
    IntVector table = IntVector.fromArray(INTS, VALUES, 0);
    long at = from;
    for (int i = 0; i < count; i += BLOCK) {
      float scale = NativeBytes.getHalf(at);
      int o = to + i;
      if (LANES == 16) {
        store(low(NativeBytes.bytes(at + 2)), table, scale, out, o);
      } else if (LANES == 8) {
        store(low(NativeBytes.bytes(at + 2)), table, scale, out, o);
        store(low(NativeBytes.bytes(at + 10)), table, scale, out, o + 8);
      } else {
        ByteVector v = NativeBytes.bytes(at + 2);
        store(low(v), table, scale, out, o);
        store(high(v), table, scale, out, o + 4);
        v = NativeBytes.bytes(at + 10);
        store(low(v), table, scale, out, o + 8);
        store(high(v), table, scale, out, o + 12);
      }
      at += BLOCK_BYTES;
    }
  }

  private static void store(IntVector bytes, IntVector table, float scale, float[] out, int at) {
    first(bytes, table).mul(scale).intoArray(out, at);
    second(bytes, table).mul(scale).intoArray(out, at + HALF);
  }
}
