package org.affectgpt.train;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.affectgpt.config.Bounds;
import org.affectgpt.config.Defaults;
import org.affectgpt.grpo.GrpoConfig;
import org.affectgpt.model.AffectGptConfig;
import org.affectgpt.nn.optim.AdamW;
import org.affectgpt.nn.optim.Updater;
import org.affectgpt.tensor.InputException;

/**
 * A GRPO run; a step is a rollout and its updates.
 *
 * @param rewards the weighted list
 */
@Defaults("grpo")
public record GrpoRunConfig(
    @JsonUnwrapped RunConfig run,
    @JsonUnwrapped RolloutConfig rollout,
    @JsonUnwrapped LossConfig loss,
    @JsonUnwrapped OptimizerConfig optimizer,
    List<RewardItem> rewards) {
  public GrpoRunConfig {
    Bounds.filled("rewards", rewards);
    rewards = List.copyOf(rewards);
    if (rewards.stream().allMatch(r -> r.weight() == 0)) {
      throw new InputException(
          "option rewards must have a weight that is not 0; with none nothing would be learnt");
    }
  }

  GrpoConfig grpo(AffectGptConfig model) {
    return new GrpoConfig(
        rollout.groupSize(),
        new GrpoConfig.Clip(loss.clipRange(), loss.clipRangeHigh()),
        loss.klCoef(),
        loss.advantages(),
        loss.aggregation(),
        loss.updatesPerRollout(),
        rollout.promptsPerPass(),
        rollout.completionLimit(model));
  }

  Updater updater(AdamW adamW) {
    return optimizer.updater(adamW, (long) run.steps() * loss.updatesPerRollout(), 1);
  }
}
