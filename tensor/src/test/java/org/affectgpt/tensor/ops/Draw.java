package org.affectgpt.tensor.ops;

import java.util.Random;

/** Random shapes and values of one test case. */
final class Draw {
  private static final int[] LENGTHS = {1, 2, 3, 5, 7, 8, 16, 17, 19, 33};
  private final Random random;

  Draw(long seed) {
    random = new Random(seed);
  }

  /** A length with 1 and odd values among the likely ones. */
  int length() {
    return LENGTHS[random.nextInt(LENGTHS.length)];
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  boolean coin() {
    return random.nextBoolean();
  }

  /** Standard normal values that a float holds exactly. */
  Dense normal(int... shape) {
    return Dense.of(ix -> (float) random.nextGaussian(), shape);
  }

  /** Values at least {@code gap} from 0. */
  Dense away(double gap, int... shape) {
    return normal(shape).map(v -> (float) (v + Math.copySign(gap, v)));
  }

  /** Values above 0.1. */
  Dense positive(int... shape) {
    return normal(shape).map(v -> (float) (0.1 + Math.abs(v)));
  }

  int[] ids(int count, int bound) {
    return random.ints(count, 0, bound).toArray();
  }

  int[] shape(int rank) {
    int[] s = new int[rank];
    for (int i = 0; i < rank; i++) {
      s[i] = i < rank - 2 ? between(1, 3) : length();
    }
    return s;
  }
}
