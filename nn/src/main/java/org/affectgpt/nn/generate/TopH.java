package org.affectgpt.nn.generate;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Keeps the likeliest tokens whose entropy makes up at most a part of that of the hundred likeliest
 * (Potraghloo et al. 2025); the best token always stays.
 *
 * @param part above 0 and at most 1
 */
public record TopH(double part) implements LogitsProcessor {
  private static final int LOOKED_AT = 100;

  @Override
  public void apply(int[] history, int length, float[] scores) {
    int[] best =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((a, b) -> Float.compare(scores[b], scores[a]))
            .limit(LOOKED_AT)
            .mapToInt(i -> i)
            .toArray();
    float[] top = new float[best.length];
    for (int i = 0; i < top.length; i++) {
      top[i] = scores[best[i]];
    }
    float[] p = Probabilities.softmax(top);
    double bound = part * Probabilities.entropy(p);
    Arrays.fill(scores, Float.NEGATIVE_INFINITY);
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += p[i] > 0 ? -p[i] * Math.log(p[i]) : Double.POSITIVE_INFINITY;
      if (i == 0 || sum <= bound) {
        scores[best[i]] = top[i];
      }
    }
  }
}
