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
    float bound = 1 - p;
    // so unlikely that all of them together stay under the bound: gone without being sorted
    float rare = bound / (2 * scores.length);
    double sum = 0;
    int others = 0;
    for (int i = 0; i < scores.length; i++) {
      if (probabilities[i] < rare) {
        sum += probabilities[i];
        scores[i] = Float.NEGATIVE_INFINITY;
      } else {
        others++;
      }
    }
    long[] order = ascending(scores, others);
    for (int i = 0; i + 1 < order.length; i++) {
      int token = (int) order[i];
      sum += probabilities[token];
      if ((float) sum > bound) {
        return;
      }
      scores[token] = Float.NEGATIVE_INFINITY;
    }
  }

  /** Tokens with a score, from the least to the most likely, in the lower half of each entry. */
  private static long[] ascending(float[] scores, int count) {
    long[] order = new long[count];
    int n = 0;
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] == Float.NEGATIVE_INFINITY) {
        continue;
      }
      int bits = Float.floatToIntBits(scores[i]);
      // IEEE order as integer order: negative numbers run backwards
      int key = bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
      order[n++] = ((long) key << 32) | i;
    }
    Arrays.sort(order);
    return order;
  }
}
