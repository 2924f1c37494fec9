package org.affectgpt.nn.generate;

import java.util.PriorityQueue;

/** Keeps the k best tokens, and those that score as the k-th does. */
public record TopK(int k) implements LogitsProcessor {
  public TopK {
    if (k < 1) {
      throw new IllegalArgumentException("top-k must be at least 1: " + k);
    }
  }

  @Override
  public void apply(int[] history, int length, float[] scores) {
    if (k >= scores.length) {
      return;
    }
    PriorityQueue<Float> best = new PriorityQueue<>(k);
    for (float s : scores) {
      if (best.size() < k) {
        best.add(s);
      } else if (s > best.peek()) {
        best.poll();
        best.add(s);
      }
    }
    float threshold = best.peek();
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] < threshold) {
        scores[i] = Float.NEGATIVE_INFINITY;
      }
    }
  }
}
