package org.affectgpt.nn.generate;

import java.util.Arrays;

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
    float threshold = kth(scores);
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] < threshold) {
        scores[i] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  /** The k-th best score, from a heap of the k best whose root is the least of them. */
  private float kth(float[] scores) {
    float[] heap = Arrays.copyOf(scores, k);
    for (int i = k / 2 - 1; i >= 0; i--) {
      sink(heap, i);
    }
    for (int i = k; i < scores.length; i++) {
      if (scores[i] > heap[0]) {
        heap[0] = scores[i];
        sink(heap, 0);
      }
    }
    return heap[0];
  }

  private static void sink(float[] heap, int from) {
    float value = heap[from];
    int at = from;
    while (2 * at + 1 < heap.length) {
      int child = 2 * at + 1;
      if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= value) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = value;
  }
}
