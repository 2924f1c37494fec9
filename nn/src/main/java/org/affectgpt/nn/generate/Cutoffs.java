package org.affectgpt.nn.generate;

import java.util.ArrayList;
import java.util.List;

/**
 * The rarer limits of sampling.
 *
 * @param topH 0 for none
 * @param typicalP 1 for all tokens
 * @param epsilon 0 for none
 * @param eta 0 for none
 */
public record Cutoffs(double topH, double typicalP, double epsilon, double eta) {
  /** Without effect. */
  public static Cutoffs none() {
    return new Cutoffs(0, 1, 0, 0);
  }

  /** Those after min-p, in transformers' order: typical, epsilon, eta. */
  List<LogitsProcessor> last() {
    List<LogitsProcessor> all = new ArrayList<>();
    if (typicalP < 1) {
      all.add(new Typical(typicalP));
    }
    if (epsilon > 0 && epsilon < 1) {
      all.add(new Cutoff(epsilon, false));
    }
    if (eta > 0 && eta < 1) {
      all.add(new Cutoff(eta, true));
    }
    return all;
  }
}
