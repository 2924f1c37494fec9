package org.affectgpt.train;

import org.affectgpt.config.Bounds;
import org.affectgpt.model.AffectGptConfig;
import org.affectgpt.nn.generate.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * How completions are sampled.
 *
 * @param promptsPerStep prompts an iteration
 * @param groupSize completions a prompt
 * @param promptsPerPass prompts that go through the model at once; lowers memory, not results
 * @param temperature divides the scores, likewise {@code topP} cuts them
 * @param maxNewTokens limit of a completion; the model's where absent
 */
public record RolloutConfig(
    int promptsPerStep,
    int groupSize,
    int promptsPerPass,
    double temperature,
    double topP,
    @Nullable Integer maxNewTokens) {
  /** Scores divided by less could leave the range of F32. */
  private static final double COLDEST = 1e-6;

  public RolloutConfig {
    Bounds.count("prompts_per_step", 1, promptsPerStep);
    Bounds.count("group_size", 2, groupSize);
    Bounds.atLeastOne("prompts_per_pass", promptsPerPass);
    Bounds.atLeast("temperature", COLDEST, temperature);
    Bounds.aboveZeroToOne("top_p", topP);
    if (maxNewTokens != null) {
      Bounds.count("max_new_tokens", 1, maxNewTokens);
    }
  }

  int completionLimit(AffectGptConfig model) {
    return maxNewTokens == null ? model.prompt().maxNewTokens() : maxNewTokens;
  }

  Sampling sampling() {
    return Sampling.of(temperature, topP);
  }
}
