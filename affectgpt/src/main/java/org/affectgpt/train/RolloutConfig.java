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
  public RolloutConfig {
    Bounds.atLeastOne("prompts_per_step", promptsPerStep);
    Bounds.require(groupSize >= 2, "group_size", "be at least 2", groupSize);
    Bounds.atLeastOne("prompts_per_pass", promptsPerPass);
    Bounds.require(temperature > 0, "temperature", "be above 0", temperature);
    if (maxNewTokens != null) {
      Bounds.atLeastOne("max_new_tokens", maxNewTokens);
    }
  }

  int completionLimit(AffectGptConfig model) {
    return maxNewTokens == null ? model.prompt().maxNewTokens() : maxNewTokens;
  }

  Sampling sampling() {
    return Sampling.of(temperature, topP);
  }
}
