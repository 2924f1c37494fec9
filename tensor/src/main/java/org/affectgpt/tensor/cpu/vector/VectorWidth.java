package org.affectgpt.tensor.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.InputException;

/**
 * The vector width of this process: the widest the machine prefers, up to 512 bits, or what {@code
 * -Daffectgpt.vector.bits=512|256|128|scalar} asks for. It is read once and never changes, because
 * the just-in-time compiler needs the species to be a constant.
 *
 * <p>{@code scalar} is the fallback of machines whose vectors the JVM does not use: the same
 * kernels on pairs of floats, the least that the Vector API has, which it then computes one by one.
 * It is slow and gives what the others give.
 */
public final class VectorWidth {
  private static final String PROPERTY = "affectgpt.vector.bits";
  private static final String SCALAR = "scalar";
  private static final int PAIR_BITS = 64;
  private static final int MOST_BITS = 512;

  /** The float species that all kernels use. */
  public static final VectorSpecies<Float> FLOATS = choose();

  /** Floats in one vector. */
  public static final int LANES = FLOATS.length();

  /** The ints that lie as the floats do. */
  public static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, VectorShape.forBitSize(bits()));

  /** As many shorts as a vector has floats, or 4, the fewest there are. */
  public static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(Math.max(PAIR_BITS, bits() / 2)));

  /** Turns that bring the upper half of the lanes, of that half, and so on, down to the lower. */
  public static final VectorShuffle<Float> BY_EIGHT = FLOATS.iotaShuffle(8, 1, true);

  public static final VectorShuffle<Float> BY_FOUR = FLOATS.iotaShuffle(4, 1, true);
  public static final VectorShuffle<Float> BY_TWO = FLOATS.iotaShuffle(2, 1, true);
  public static final VectorShuffle<Float> BY_ONE = FLOATS.iotaShuffle(1, 1, true);

  private VectorWidth() {}

  /** Width in bits. */
  public static int bits() {
    return FLOATS.vectorBitSize();
  }

  /** The choice in words. */
  public static String description() {
    return bits() == PAIR_BITS ? "scalar fallback" : bits() + "-bit vectors";
  }

  /** The lanes below {@code count}. */
  public static VectorMask<Float> below(int count) {
    return FLOATS.indexInRange(0, count);
  }

  /** The sum of all lanes, always added in the same pairwise order. */
  public static float sum(FloatVector v) {
    FloatVector s = v;
    if (LANES >= 16) {
      s = s.add(s.rearrange(BY_EIGHT));
    }
    if (LANES >= 8) {
      s = s.add(s.rearrange(BY_FOUR));
    }
    if (LANES >= 4) {
      s = s.add(s.rearrange(BY_TWO));
    }
    s = s.add(s.rearrange(BY_ONE));
    return s.lane(0);
  }

  /** The largest lane. */
  public static float max(FloatVector v) {
    return v.reduceLanes(VectorOperators.MAX);
  }

  private static VectorSpecies<Float> choose() {
    String asked = System.getProperty(PROPERTY);
    int bits;
    if (asked == null) {
      bits = Math.min(MOST_BITS, FloatVector.SPECIES_PREFERRED.vectorBitSize());
    } else {
      bits =
          switch (asked) {
            case "512", "256", "128" -> Integer.parseInt(asked);
            case SCALAR -> PAIR_BITS;
            default ->
                throw new InputException(
                    "-D" + PROPERTY + " must be 512, 256, 128 or " + SCALAR + ", not " + asked);
          };
    }
    return VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
  }
}
