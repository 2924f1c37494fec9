package org.affectgpt.emotion.wheel;

import java.util.List;

/**
 * Sentiment metrics of MER-UniBench's dimensional sets (reference: {@code
 * calculate_dimension_zeroshot}). Samples of valence 0 are left out; both sides are compared as
 * positive or not, so a prediction other than exactly {@code positive} counts as negative.
 *
 * @param weightedF1 the F scores of the two classes, weighted by their gold counts (WAF)
 * @param accuracy the share of samples whose class is right
 * @param samples the number of samples with a valence other than 0
 */
public record SentimentScore(double weightedF1, double accuracy, int samples) {

  /**
   * @param valence gold valence of each sample, any scale with its middle at 0
   * @param sentiment predicted word of each sample
   */
  public static SentimentScore of(double[] valence, List<String> sentiment) {
    if (valence.length != sentiment.size()) {
      throw new IllegalArgumentException(
          valence.length + " valences, but " + sentiment.size() + " predictions");
    }
    // counts[gold positive][predicted positive]
    int[][] counts = new int[2][2];
    for (int i = 0; i < valence.length; i++) {
      if (valence[i] != 0) {
        counts[valence[i] > 0 ? 1 : 0][sentiment.get(i).equals("positive") ? 1 : 0]++;
      }
    }
    int negatives = counts[0][0] + counts[0][1];
    int positives = counts[1][0] + counts[1][1];
    int n = negatives + positives;
    double weighted =
        negatives * f1(counts[0][0], counts[0][1], counts[1][0])
            + positives * f1(counts[1][1], counts[1][0], counts[0][1]);
    return new SentimentScore(weighted / n, (counts[0][0] + counts[1][1]) / (double) n, n);
  }

  private static double f1(int hits, int missed, int wrong) {
    return hits == 0 ? 0 : 2.0 * hits / (2 * hits + missed + wrong);
  }
}
