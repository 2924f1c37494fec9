package org.affectgpt.emotion.reward;

import org.affectgpt.emotion.label.LabelCounts;

/**
 * Penalty for naming more labels than gold has (reference: {@code openset_length_penalty}). With n
 * distinct predicted and m distinct gold labels it is 1 for n ≤ m, and below for n > m.
 */
public enum LengthPenalty {
  /** 1/(n − m + 1). */
  P1 {
    @Override
    double beyond(int n, int m) {
      return 1.0 / (n - m + 1);
    }
  },
  /** m/n. */
  P2 {
    @Override
    double beyond(int n, int m) {
      return (double) m / n;
    }
  },
  /** ln m / ln n, and ln 2 / ln(n + 1) for m = 1. The default of the reference. */
  P3 {
    @Override
    double beyond(int n, int m) {
      return m == 1 ? Math.log(2) / Math.log(n + 1) : Math.log(m) / Math.log(n);
    }
  };

  abstract double beyond(int n, int m);

  /**
   * The factor by which a reward is multiplied.
   *
   * @throws IllegalArgumentException if there is no gold label
   */
  public double factor(LabelCounts counts) {
    if (counts.gold() <= 0) {
      throw new IllegalArgumentException("a length penalty needs at least one gold label");
    }
    return counts.predicted() <= counts.gold() ? 1 : beyond(counts.predicted(), counts.gold());
  }
}
