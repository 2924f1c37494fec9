package org.affectgpt.tensor.cpu;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows of Q8_0 weights in native memory: blocks of 32 signed bytes behind a binary16 scale. One row
 * at a time, because a single stream is what the processor fetches ahead best.
 */
final class Q8Rows {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;
  private static final int BLOCK = 32;
  private static final int BLOCK_BYTES = 34;

  private Q8Rows() {}

  /** Products of one row of A with {@code rows} rows that begin at {@code b}. */
  static void dots(
      float[] a, int aOffset, long b, long stride, int rows, int k, float[] out, int to) {
    for (int j = 0; j < rows; j++) {
      out[to + j] = dot(a, aOffset, b + j * stride, k);
    }
  }

  private static float dot(float[] a, int aOffset, long b, int k) {
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    long at = b;
    int p = 0;
    for (; p <= k - 2 * BLOCK; p += 2 * BLOCK) {
      s0 = block(a, aOffset + p, at, s0);
      s1 = block(a, aOffset + p + BLOCK, at + BLOCK_BYTES, s1);
      at += 2 * BLOCK_BYTES;
    }
    if (p < k) {
      s0 = block(a, aOffset + p, at, s0);
    }
    return VectorWidth.sum(s0.add(s1));
  }

  private static FloatVector block(float[] a, int p, long b, FloatVector sum) {
    FloatVector t;
    long q = b + 2;
    if (LANES == 16) {
      t = a(a, p).mul(low(NativeBytes.bytes(q)));
      t = a(a, p + 16).fma(low(NativeBytes.bytes(q + 16)), t);
    } else if (LANES == 8) {
      t = a(a, p).mul(low(NativeBytes.bytes(q)));
      t = a(a, p + 8).fma(low(NativeBytes.bytes(q + 8)), t);
      t = a(a, p + 16).fma(low(NativeBytes.bytes(q + 16)), t);
      t = a(a, p + 24).fma(low(NativeBytes.bytes(q + 24)), t);
    } else {
      ByteVector v = NativeBytes.bytes(q);
      t = a(a, p + 4).fma(high(v), a(a, p).mul(low(v)));
      v = NativeBytes.bytes(q + 8);
      t = a(a, p + 12).fma(high(v), a(a, p + 8).fma(low(v), t));
      v = NativeBytes.bytes(q + 16);
      t = a(a, p + 20).fma(high(v), a(a, p + 16).fma(low(v), t));
      v = NativeBytes.bytes(q + 24);
      t = a(a, p + 28).fma(high(v), a(a, p + 24).fma(low(v), t));
    }
    return t.fma(FloatVector.broadcast(FLOATS, NativeBytes.getHalf(b)), sum);
  }

  private static FloatVector a(float[] a, int p) {
    return FloatVector.fromArray(FLOATS, a, p);
  }

  private static FloatVector low(ByteVector bytes) {
    return (FloatVector) bytes.convertShape(VectorOperators.B2F, FLOATS, 0);
  }

  // Only vectors of four floats have a second part: the fewest bytes in a vector are eight.
  private static FloatVector high(ByteVector bytes) {
    return (FloatVector) bytes.convertShape(VectorOperators.B2F, FLOATS, 1);
  }

  /** Writes {@code count} weights, whole blocks, as floats. */
  static void decode(long from, int count, float[] out, int to) {
    long at = from;
    for (int i = 0; i < count; i += BLOCK) {
      float scale = NativeBytes.getHalf(at);
      int o = to + i;
      if (LANES == 16) {
        low(NativeBytes.bytes(at + 2)).mul(scale).intoArray(out, o);
        low(NativeBytes.bytes(at + 18)).mul(scale).intoArray(out, o + 16);
      } else if (LANES == 8) {
        low(NativeBytes.bytes(at + 2)).mul(scale).intoArray(out, o);
        low(NativeBytes.bytes(at + 10)).mul(scale).intoArray(out, o + 8);
        low(NativeBytes.bytes(at + 18)).mul(scale).intoArray(out, o + 16);
        low(NativeBytes.bytes(at + 26)).mul(scale).intoArray(out, o + 24);
      } else {
        for (int j = 0; j < BLOCK; j += 8) {
          ByteVector v = NativeBytes.bytes(at + 2 + j);
          low(v).mul(scale).intoArray(out, o + j);
          high(v).mul(scale).intoArray(out, o + j + 4);
        }
      }
      at += BLOCK_BYTES;
    }
  }
}
