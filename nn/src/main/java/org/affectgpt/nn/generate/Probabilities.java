package org.affectgpt.nn.generate;

import org.affectgpt.tensor.CounterRng;

/** From scores to a token. */
public final class Probabilities {
  private Probabilities() {}

  /** The distribution of scores {@code [vocab]}. */
  public static float[] softmax(float[] scores) {
    float max = Float.NEGATIVE_INFINITY;
    for (float s : scores) {
      max = Math.max(max, s);
    }
    float[] p = new float[scores.length];
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      p[i] = scores[i] == Float.NEGATIVE_INFINITY ? 0f : (float) StrictMath.exp(scores[i] - max);
      sum += p[i];
    }
    for (int i = 0; i < p.length; i++) {
      p[i] = (float) (p[i] / sum);
    }
    return p;
  }

  /** The first of the best tokens. */
  public static int argMax(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }

  /** Draws from a distribution, taking one draw of the stream. */
  public static int draw(float[] probabilities, CounterRng rng) {
    double total = 0;
    for (float q : probabilities) {
      total += q;
    }
    double u = rng.nextDouble() * total;
    int last = 0;
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      if (probabilities[i] > 0) {
        sum += probabilities[i];
        last = i;
        if (u < sum) {
          return i;
        }
      }
    }
    return last;
  }
}
