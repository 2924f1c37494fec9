package org.affectgpt.nn.generate;

/**
 * Drops tokens less likely than a bound (Hewitt et al. 2022); the best token always stays.
 *
 * @param epsilon above 0 and below 1
 * @param eta whether the bound falls with the entropy: {@code min(ε, √ε e^-H)} ({@code
 *     eta_cutoff}), else it is ε ({@code epsilon_cutoff})
 */
public record Cutoff(double epsilon, boolean eta) implements LogitsProcessor {
  @Override
  public void apply(int[] history, int length, float[] scores) {
    float[] p = Probabilities.softmax(scores);
    double bound =
        eta ? Math.min(epsilon, Math.sqrt(epsilon) * Math.exp(-Probabilities.entropy(p))) : epsilon;
    float best = scores[Probabilities.argMax(scores)];
    for (int i = 0; i < scores.length; i++) {
      if (p[i] < (float) bound && scores[i] < best) {
        scores[i] = Float.NEGATIVE_INFINITY;
      }
    }
  }
}
