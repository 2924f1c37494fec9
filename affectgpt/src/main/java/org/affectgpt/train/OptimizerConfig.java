package org.affectgpt.train;

import java.util.Map;
import org.affectgpt.config.Bounds;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.optim.AdamW;
import org.affectgpt.nn.optim.ParameterGroup;
import org.affectgpt.nn.optim.Schedule;
import org.affectgpt.nn.optim.Updater;
import org.jspecify.annotations.Nullable;

/**
 * AdamW, its learning rate and the clipping of gradients.
 *
 * @param initLr learning rate after warm-up
 * @param minLr where a cosine takes it; {@code initLr} where absent
 * @param warmupSteps steps of the linear warm-up
 * @param maxGradNorm largest global norm of a gradient, 0 for no clipping
 */
public record OptimizerConfig(
    double initLr,
    @Nullable Double minLr,
    int warmupSteps,
    double weightDecay,
    double beta1,
    double beta2,
    double maxGradNorm) {
  private static final double EPS = 1e-8;

  public OptimizerConfig {
    Bounds.notNegative("init_lr", initLr);
    minLr = minLr == null ? initLr : minLr;
    Bounds.notNegative("min_lr", minLr);
    // longer than the run is allowed: a long recipe that is tried for a few steps
    Bounds.notNegative("warmup_steps", warmupSteps);
    Bounds.notNegative("weight_decay", weightDecay);
    Bounds.belowOne("beta1", beta1);
    Bounds.belowOne("beta2", beta2);
    Bounds.notNegative("max_grad_norm", maxGradNorm);
  }

  /** Whether the rate of a step does not depend on how many steps the run has. */
  boolean constantRate() {
    return Double.valueOf(initLr).equals(minLr);
  }

  /** AdamW over these parameters; vectors are not decayed. */
  AdamW adamW(Map<String, Parameter> parameters) {
    return new AdamW(ParameterGroup.byDecay(parameters, weightDecay), beta1, beta2, EPS);
  }

  /**
   * The updates of a run.
   *
   * @param updates number of them in all
   * @param accumulated backward passes an update
   */
  Updater updater(AdamW adamW, long updates, int accumulated) {
    Schedule schedule = Schedule.warmupCosine(initLr, minLr, warmupSteps, updates);
    return new Updater(adamW, schedule, maxGradNorm, accumulated);
  }
}
