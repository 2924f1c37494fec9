package org.affectgpt.tensor.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width of this process: the widest the machine prefers, or what {@code
 * -Daffectgpt.vector.bits=512|256|128} asks for. It is read once and never changes, because the
 * just-in-time compiler needs the species to be a constant.
 */
public final class VectorWidth {
  private static final String PROPERTY = "affectgpt.vector.bits";

  /** The float species that all kernels use. */
  public static final VectorSpecies<Float> FLOATS = choose();

  /** Floats in one vector. */
  public static final int LANES = FLOATS.length();

  private static final VectorShuffle<Float> BY_EIGHT = FLOATS.iotaShuffle(8, 1, true);
  private static final VectorShuffle<Float> BY_FOUR = FLOATS.iotaShuffle(4, 1, true);
  private static final VectorShuffle<Float> BY_TWO = FLOATS.iotaShuffle(2, 1, true);
  private static final VectorShuffle<Float> BY_ONE = FLOATS.iotaShuffle(1, 1, true);

  private VectorWidth() {}

  /** Width in bits. */
  public static int bits() {
    return FLOATS.vectorBitSize();
  }

  /** The lanes below {@code count}. */
  static VectorMask<Float> below(int count) {
    return FLOATS.indexInRange(0, count);
  }

  /** The sum of all lanes, always added in the same pairwise order. */
  static float sum(FloatVector v) {
    FloatVector s = v;
    if (LANES >= 16) {
      s = s.add(s.rearrange(BY_EIGHT));
    }
    if (LANES >= 8) {
      s = s.add(s.rearrange(BY_FOUR));
    }
    s = s.add(s.rearrange(BY_TWO));
    s = s.add(s.rearrange(BY_ONE));
    return s.lane(0);
  }

  /** The largest lane. */
  static float max(FloatVector v) {
    return v.reduceLanes(VectorOperators.MAX);
  }

  private static VectorSpecies<Float> choose() {
    Integer bits = Integer.getInteger(PROPERTY);
    if (bits == null) {
      return FloatVector.SPECIES_PREFERRED;
    }
    if (bits != 128 && bits != 256 && bits != 512) {
      throw new IllegalArgumentException(PROPERTY + " must be 128, 256 or 512, is " + bits);
    }
    return VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
  }
}
