package org.affectgpt.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import org.affectgpt.grpo.Advantages;
import org.affectgpt.grpo.Aggregation;
import org.affectgpt.grpo.GrpoConfig;
import org.affectgpt.model.AffectGptConfig;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.nn.optim.Schedule;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A GRPO run.
 *
 * @param steps iterations: a rollout and its updates
 * @param promptsPerStep prompts an iteration
 * @param groupSize completions a prompt
 * @param promptsPerPass prompts that go through the model at once; lowers memory, not results
 * @param updatesPerRollout optimiser steps an iteration
 * @param temperature of rollouts, likewise {@code topP}
 * @param maxNewTokens limit of a completion; the model's unless told
 * @param klCoef weight of the k3 term against the starting policy; 0 loads no reference
 * @param klEvery measures the KL divergence every so many steps even without a weight; 0 for never
 * @param clipRange lower and, unless {@code clipRangeHigh} is given, upper clip of the ratio
 * @param advantages group, batch or none: what a reward is divided by after the mean is taken off
 * @param aggregation sequence, token or constant: how token losses are averaged
 * @param warmupSteps linear warm-up; a cosine then takes the rate to {@code minLr}
 * @param rewards the weighted list
 */
public record GrpoRunConfig(
    @Nullable Long seed,
    @Nullable Integer steps,
    @Nullable Integer promptsPerStep,
    @Nullable Integer groupSize,
    @Nullable Integer promptsPerPass,
    @Nullable Integer updatesPerRollout,
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable Integer maxNewTokens,
    @Nullable Double klCoef,
    @Nullable Integer klEvery,
    @Nullable Double clipRange,
    @Nullable Double clipRangeHigh,
    @Nullable String advantages,
    @Nullable String aggregation,
    @Nullable Double initLr,
    @Nullable Double minLr,
    @Nullable Integer warmupSteps,
    @Nullable Double weightDecay,
    @Nullable Double beta1,
    @Nullable Double beta2,
    @Nullable Double maxGradNorm,
    @Nullable Boolean trainLlm,
    @Nullable String faceOrFrame,
    @Nullable Integer checkpointEvery,
    @JsonProperty("rewards") @Nullable List<RewardItem> rewards) {
  public GrpoRunConfig {
    seed = seed == null ? 42L : seed;
    steps = SftConfig.atLeastOne("steps", steps, 100);
    promptsPerStep = SftConfig.atLeastOne("prompts_per_step", promptsPerStep, 8);
    groupSize = SftConfig.atLeastOne("group_size", groupSize, 8);
    promptsPerPass = SftConfig.atLeastOne("prompts_per_pass", promptsPerPass, 8);
    updatesPerRollout = SftConfig.atLeastOne("updates_per_rollout", updatesPerRollout, 1);
    temperature = temperature == null ? 1.0 : temperature;
    topP = topP == null ? 1.0 : topP;
    maxNewTokens =
        maxNewTokens == null ? null : SftConfig.atLeastOne("max_new_tokens", maxNewTokens, 1);
    klCoef = klCoef == null ? 0.0 : klCoef;
    klEvery = klEvery == null ? 0 : klEvery;
    clipRange = clipRange == null ? 0.2 : clipRange;
    clipRangeHigh = clipRangeHigh == null ? clipRange : clipRangeHigh;
    advantages = advantages == null ? "group" : advantages;
    aggregation = aggregation == null ? "token" : aggregation;
    initLr = initLr == null ? 1e-6 : initLr;
    minLr = minLr == null ? initLr : minLr;
    warmupSteps = warmupSteps == null ? 0 : warmupSteps;
    weightDecay = weightDecay == null ? 0.0 : weightDecay;
    beta1 = beta1 == null ? 0.9 : beta1;
    beta2 = beta2 == null ? 0.999 : beta2;
    maxGradNorm = maxGradNorm == null ? 1.0 : maxGradNorm;
    trainLlm = trainLlm != null && trainLlm;
    checkpointEvery = SftConfig.atLeastOne("checkpoint_every", checkpointEvery, 20);
    rewards =
        rewards == null
            ? List.of(new RewardItem("accuracy", 1.0, "p3"), new RewardItem("format", 0.2, null))
            : List.copyOf(rewards);
    if (groupSize < 2) {
      throw new InputException("option group_size must be at least 2, not " + groupSize);
    }
    if (!(temperature > 0)) {
      throw new InputException("option temperature must be above 0, not " + temperature);
    }
  }

  /** The mode of prompts: this run's, or the model's. */
  public String mode(AffectGptConfig model) {
    return faceOrFrame == null ? model.faceOrFrame() : faceOrFrame;
  }

  int completionLimit(AffectGptConfig model) {
    return maxNewTokens == null ? model.maxNewTokens() : maxNewTokens;
  }

  GrpoConfig grpo(AffectGptConfig model) {
    return new GrpoConfig(
        groupSize,
        clipRange,
        clipRangeHigh,
        klCoef,
        choice("advantages", advantages, Advantages.class),
        choice("aggregation", aggregation, Aggregation.class),
        updatesPerRollout,
        promptsPerPass,
        completionLimit(model));
  }

  Sampling sampling() {
    return Sampling.of(temperature, topP);
  }

  Schedule schedule() {
    return Schedule.warmupCosine(initLr, minLr, warmupSteps, (long) steps * updatesPerRollout);
  }

  private static <E extends Enum<E>> E choice(String key, String value, Class<E> type) {
    for (E e : type.getEnumConstants()) {
      if (e.name().toLowerCase(Locale.ROOT).equals(value)) {
        return e;
      }
    }
    throw new InputException(
        "option "
            + key
            + ": '"
            + value
            + "' is unknown; use one of "
            + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT));
  }
}
