package org.affectgpt.tools.measure;

/**
 * What a case took.
 *
 * @param seconds of one run, the median over the rounds
 * @param bestSeconds of one run in the quickest round
 * @param bound the roof that bounds it
 * @param share of that roof, the median over the rounds; above 1 where operands stay in a cache
 */
public record Measurement(Case of, double seconds, double bestSeconds, String bound, double share) {
  /** Work per second in the unit's own scale. */
  public double rate() {
    return of.unit().rate(of.amount(), seconds);
  }
}
