package org.affectgpt.nn.generate;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Locally typical sampling (Meister et al. 2022): keeps the tokens whose surprise is nearest to the
 * entropy, as many as make up a probability.
 *
 * @param mass above 0 and below 1
 */
public record Typical(double mass) implements LogitsProcessor {
  @Override
  public void apply(int[] history, int length, float[] scores) {
    float[] p = Probabilities.softmax(scores);
    double entropy = Probabilities.entropy(p);
    double[] distance = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      distance[i] = Math.abs(-Math.log(p[i]) - entropy);
    }
    int[] order =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> distance[i]))
            .mapToInt(i -> i)
            .toArray();
    int last = 0;
    double sum = 0;
    while (last < order.length - 1) {
      sum += p[order[last]];
      if (sum >= mass) {
        break;
      }
      last++;
    }
    for (int i = 1; i < order.length; i++) {
      if (distance[order[i]] > distance[order[last]]) {
        scores[order[i]] = Float.NEGATIVE_INFINITY;
      }
    }
  }
}
