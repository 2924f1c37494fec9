package org.affectgpt.nn.generate;

/** Drops tokens less likely than p times the best one (Nguyen et al. 2024). */
public record MinP(float p) implements LogitsProcessor {
  public MinP {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("min-p must be in [0, 1]: " + p);
    }
  }

  @Override
  public void apply(int[] history, int length, float[] scores) {
    float[] probabilities = Probabilities.softmax(scores);
    float best = 0;
    for (float q : probabilities) {
      best = Math.max(best, q);
    }
    float bound = p * best;
    for (int i = 0; i < scores.length; i++) {
      if (probabilities[i] < bound) {
        scores[i] = Float.NEGATIVE_INFINITY;
      }
    }
  }
}
