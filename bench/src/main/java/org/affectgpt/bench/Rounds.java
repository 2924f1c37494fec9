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
 * @param reading of reading {@link org.affectgpt.tensor.cpu.ReadBandwidth#BYTES}; null where no
 *     weights stream
 */
record Rounds(double[] ours, double @Nullable [] torch, double @Nullable [] reading) {
  /** Theirs over ours, round by round: above 1 we are faster. */
  DoubleStream ratios() {
    return torch == null ? DoubleStream.empty() : over(torch);
  }

  /** What reading takes over what we take, round by round. */
  DoubleStream readingRatios() {
    return reading == null ? DoubleStream.empty() : over(reading);
  }

  private DoubleStream over(double[] seconds) {
    return IntStream.range(0, ours.length).mapToDouble(i -> seconds[i] / ours[i]);
  }
}
