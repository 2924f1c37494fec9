package org.affectgpt.nn.generate;

import java.util.Arrays;

/**
 * Nucleus sampling (Holtzman et al. 2020): drops the least likely tokens whose probabilities add up
 * to at most 1 - p; the best token always stays.
 */
public record TopP(float p) implements LogitsProcessor {
  public TopP {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("top-p must be in [0, 1]: " + p);
    }
  }

  @Override
  public void apply(int[] history, int length, float[] scores) {
    if (p >= 1) {
      return;
    }
    float[] probabilities = Probabilities.softmax(scores);
    long[] order = ascending(scores);
    double sum = 0;
    float bound = 1 - p;
    for (int i = 0; i + 1 < order.length; i++) {
      int token = (int) order[i];
      sum += probabilities[token];
      if ((float) sum > bound) {
        return;
      }
      scores[token] = Float.NEGATIVE_INFINITY;
    }
  }

  /** Tokens from the least to the most likely, in the lower half of each entry. */
  private static long[] ascending(float[] scores) {
    long[] order = new long[scores.length];
    for (int i = 0; i < scores.length; i++) {
      int bits = Float.floatToIntBits(scores[i]);
      // IEEE order as integer order: negative numbers run backwards
      int key = bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
      order[i] = ((long) key << 32) | i;
    }
    Arrays.sort(order);
    return order;
  }
}
