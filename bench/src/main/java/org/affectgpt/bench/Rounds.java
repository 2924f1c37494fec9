package org.affectgpt.bench;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The turns of one run, a pair of processes: seconds a pass in the order of the rounds, so that
 * neighbours in time can be compared.
 *
 * @param ours of this project
 * @param torch of PyTorch; null where it has no such kernel
 * @param roof that a pass would take if nothing but the roof that bounds it held it up
 */
record Rounds(double[] ours, double @Nullable [] torch, double[] roof) {
  /** Theirs over ours, round by round: above 1 we are faster. */
  DoubleStream ratios() {
    return torch == null ? DoubleStream.empty() : over(torch);
  }

  /** What the roof allows over what we take, round by round. */
  DoubleStream shares() {
    return over(roof);
  }

  private DoubleStream over(double[] seconds) {
    return IntStream.range(0, ours.length).mapToDouble(i -> seconds[i] / ours[i]);
  }
}
