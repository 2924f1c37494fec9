package org.affectgpt.io.stored;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Quantises blocks of 32 floats, bit for bit as the {@code gguf} package does it. Magnitudes are
 * compared as ints, whose order is that of the floats, with NaN above all.
 */
final class BlockQuantiser {
  /** Floats of a block. */
  static final int LENGTH = 32;

  /** Half a block, the least that is taken at once, is 512 bits wide. */
  private static final VectorShape SHAPE =
      VectorShape.forBitSize(Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize()));

  private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);
  private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
  private static final int LANES = FLOATS.length();
  private static final int MAGNITUDE = 0x7fffffff;

  private BlockQuantiser() {}

  /**
   * Q8_0: the largest magnitude becomes 127; halves are rounded away from zero.
   *
   * @param out receives 32 ints from {@code to} on, the bytes of the block, 0 to 255
   * @return the scale; NaN or infinite if a value is not finite
   */
  static float bytes(float[] values, int at, int[] out, int to) {
    float scale = Float.intBitsToFloat(largest(values, at)) / 127;
    FloatVector inverse = FloatVector.broadcast(FLOATS, inverse(scale));
    for (int i = 0; i < LENGTH; i += LANES) {
      FloatVector x = FloatVector.fromArray(FLOATS, values, at + i).mul(inverse);
      IntVector whole = (IntVector) x.convertShape(VectorOperators.F2I, INTS, 0);
      FloatVector rest = x.sub((FloatVector) whole.convertShape(VectorOperators.I2F, FLOATS, 0));
      whole
          .add((IntVector) rest.add(rest).convertShape(VectorOperators.F2I, INTS, 0))
          .and(255)
          .intoArray(out, to + i);
    }
    return scale;
  }

  /**
   * Q4_0: the value of largest magnitude, the first such, becomes -8.
   *
   * @param out receives 16 ints from {@code to} on, the bytes of the block, 0 to 255
   * @return the scale; NaN or infinite if a value is not finite
   */
  static float nibbles(float[] values, int at, int[] out, int to) {
    float scale = first(values, at, largest(values, at)) / -8;
    float inverse = inverse(scale);
    // where the scale vanishes the bytes are 0, not the half bytes that stand for 0
    float middle = inverse == 0 && scale != 0 ? 0 : 8.5f;
    for (int i = 0; i < LENGTH / 2; i += LANES) {
      FloatVector low = FloatVector.fromArray(FLOATS, values, at + i);
      FloatVector high = FloatVector.fromArray(FLOATS, values, at + LENGTH / 2 + i);
      IntVector l =
          (IntVector) low.mul(inverse).add(middle).convertShape(VectorOperators.F2I, INTS, 0);
      IntVector h =
          (IntVector) high.mul(inverse).add(middle).convertShape(VectorOperators.F2I, INTS, 0);
      h.min(15).lanewise(VectorOperators.LSHL, 4).or(l.min(15)).intoArray(out, to + i);
    }
    return scale;
  }

  /** What values are multiplied with; 0 also where the scale is too small for the reference. */
  private static float inverse(float scale) {
    float inverse = scale == 0 ? 0 : 1 / scale;
    return Float.isInfinite(inverse) ? 0 : inverse;
  }

  /** The bits of the largest magnitude. */
  private static int largest(float[] values, int at) {
    IntVector largest = IntVector.zero(INTS);
    for (int i = 0; i < LENGTH; i += LANES) {
      largest =
          largest.max(
              FloatVector.fromArray(FLOATS, values, at + i).reinterpretAsInts().and(MAGNITUDE));
    }
    return largest.reduceLanes(VectorOperators.MAX);
  }

  /** The first value of this magnitude. */
  private static float first(float[] values, int at, int magnitude) {
    int i = at;
    VectorMask<Integer> found = found(values, i, magnitude);
    while (!found.anyTrue()) {
      i += LANES;
      found = found(values, i, magnitude);
    }
    return values[i + found.firstTrue()];
  }

  private static VectorMask<Integer> found(float[] values, int at, int magnitude) {
    return FloatVector.fromArray(FLOATS, values, at)
        .reinterpretAsInts()
        .and(MAGNITUDE)
        .compare(VectorOperators.EQ, magnitude);
  }
}
