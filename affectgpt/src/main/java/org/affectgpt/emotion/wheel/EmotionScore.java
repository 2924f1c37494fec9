package org.affectgpt.emotion.wheel;

/**
 * Precision, recall and their harmonic mean, each 0 to 1.
 *
 * @param f1 the F score, which is not always the harmonic mean of the other two: averages over
 *     wheels or samples are averaged on their own
 */
public record EmotionScore(double f1, double precision, double recall) {
  /** The score of a sample without any hit. */
  public static final EmotionScore ZERO = new EmotionScore(0, 0, 0);

  /** F in points, 0 to 100; 0 where nothing was hit. */
  public double points() {
    return Double.isNaN(f1) ? 0 : 100 * f1;
  }

  /** Takes F from precision and recall; 0/0 stays NaN, as in the reference's corpus metric. */
  static EmotionScore of(double precision, double recall) {
    return new EmotionScore(2 * precision * recall / (precision + recall), precision, recall);
  }
}
