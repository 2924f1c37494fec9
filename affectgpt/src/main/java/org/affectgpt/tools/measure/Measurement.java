package org.affectgpt.tools.measure;

import java.util.OptionalDouble;

/**
 * What a case took.
 *
 * @param seconds of one run, the median over the rounds
 * @param bestSeconds of one run in the quickest round
 * @param readBandwidth bytes per second read by all threads in the same rounds, for cases that
 *     stream weights
 */
public record Measurement(
    Case of, double seconds, double bestSeconds, OptionalDouble readBandwidth) {
  /** Work per second in the unit's own scale. */
  public double rate() {
    return of.unit().rate(of.work(), seconds);
  }

  /** The part of the read bandwidth that the weights used. */
  public OptionalDouble share() {
    return readBandwidth.isPresent()
        ? OptionalDouble.of(of.work() / seconds / readBandwidth.getAsDouble())
        : OptionalDouble.empty();
  }
}
