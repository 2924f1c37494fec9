package org.affectgpt.report;

import org.jspecify.annotations.Nullable;

/**
 * One row of the result table. Scores are fractions (0 to 1) and shown as points (0 to 100); NaN is
 * shown as a dash.
 *
 * @param name what was measured, such as {@code text only} or {@code after GRPO}
 * @param f1 the emotion-wheel F1 of sampled answers
 * @param precision the emotion-wheel precision of sampled answers
 * @param recall the emotion-wheel recall of sampled answers
 * @param labels labels per sampled answer
 * @param greedy the same of greedy answers, or null if not measured
 * @param spread the standard deviation of {@code f1} over seeds or passes, or null if not measured
 * @param emphasised whether the row is one of the few that tell the story
 */
public record ResultRow(
    String name,
    double f1,
    double precision,
    double recall,
    double labels,
    @Nullable Greedy greedy,
    @Nullable Double spread,
    boolean emphasised) {

  /** F1 of greedy answers, and labels per answer. */
  public record Greedy(double f1, double labels) {}

  /** F1 of greedy answers, NaN if not measured. */
  double greedyF1() {
    return greedy == null ? Double.NaN : greedy.f1;
  }

  /** Labels per greedy answer, NaN if not measured. */
  double greedyLabels() {
    return greedy == null ? Double.NaN : greedy.labels;
  }
}
