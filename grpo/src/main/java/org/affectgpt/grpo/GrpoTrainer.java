package org.affectgpt.grpo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.MemoryScope;
import org.jspecify.annotations.Nullable;

/**
 * One GRPO iteration: sample groups, score them, turn scores into advantages, and take one or more
 * clipped policy-gradient steps.
 */
public final class GrpoTrainer<P> {
  private final GrpoConfig config;
  private final Policy<P> policy;
  private final List<WeightedReward<P>> rewards;
  private final DoubleSupplier optimizerStep;

  /**
   * @param optimizerStep clips the collected gradients, updates the weights, clears the gradients
   *     and returns the norm before clipping
   */
  public GrpoTrainer(
      GrpoConfig config,
      Policy<P> policy,
      List<WeightedReward<P>> rewards,
      DoubleSupplier optimizerStep) {
    this.config = config;
    this.policy = policy;
    this.rewards = List.copyOf(rewards);
    this.optimizerStep = optimizerStep;
  }

  /**
   * Runs one iteration on these prompts.
   *
   * @throws NotFiniteException when a reward, the loss or the gradient's norm is not finite
   */
  public GrpoMetrics step(List<P> prompts, CounterRng rng) {
    return step(prompts, rng, false);
  }

  /**
   * Runs one iteration on these prompts.
   *
   * @param measureKl asks the reference policy even where the KL term has no weight
   */
  public GrpoMetrics step(List<P> prompts, CounterRng rng, boolean measureKl) {
    Rollout<P> rollout = policy.rollout(prompts, config.groupSize(), rng);
    RewardSum scores = RewardSum.of(rewards, rollout);
    GroupStatistics statistics = GroupStatistics.of(scores.total(), config.groupSize());
    double[] advantages = config.advantages().of(scores.total(), statistics);
    Sums sums = new Sums();
    double norm = 0;
    try (MemoryScope updates = policy.backend().scope()) {
      List<Rollout<P>> parts = parts(rollout);
      @Nullable List<Tensor> old =
          config.updatesPerRollout() > 1 ? values(parts, policy::logProbs) : null;
      @Nullable List<Tensor> reference =
          config.beta() > 0 || measureKl ? values(parts, policy::referenceLogProbs) : null;
      for (int u = 0; u < config.updatesPerRollout(); u++) {
        int first = 0;
        for (int p = 0; p < parts.size(); p++) {
          Rollout<P> part = parts.get(p);
          try (MemoryScope pass = policy.backend().scope()) {
            Tensor logProbs = policy.logProbs(part);
            Tensor before = old == null ? logProbs.detach() : old.get(p);
            Tensor start = reference == null ? null : reference.get(p);
            GrpoLoss loss =
                GrpoLoss.of(
                    config,
                    logProbs,
                    before,
                    start,
                    slice(advantages, first, part.completions().size()),
                    weights(rollout, part, logProbs.dim(1)));
            loss.loss().backward();
            if (!sums.add(loss, (double) part.tokens() / rollout.tokens())) {
              throw LossBlame.of(
                  part, first / config.groupSize(), logProbs, before, start, sums.loss);
            }
          }
          first += part.completions().size();
        }
        norm =
            NotFiniteException.require(
                "the gradient's norm", optimizerStep.getAsDouble(), NotFiniteException.ALL);
      }
    }
    return new GrpoMetrics(
        sums.mean(config.updatesPerRollout()),
        new GrpoMetrics.Rewards(
            statistics.mean(), statistics.batchDeviation(), statistics.zeroShare(), scores.means()),
        completions(rollout),
        norm);
  }

  private float[] weights(Rollout<P> rollout, Rollout<P> part, int length) {
    return config
        .aggregation()
        .weights(
            part.completions(),
            length,
            rollout.completions().size(),
            rollout.tokens(),
            config.maxCompletionLength());
  }

  private List<Rollout<P>> parts(Rollout<P> rollout) {
    List<Rollout<P>> parts = new ArrayList<>();
    int n = rollout.prompts().size();
    for (int from = 0; from < n; from += config.promptsPerPass()) {
      parts.add(rollout.prompts(from, Math.min(n, from + config.promptsPerPass())));
    }
    return parts;
  }

  /** What {@code logProbs} says of every part, without a graph, in the caller's scope. */
  private List<Tensor> values(List<Rollout<P>> parts, Function<Rollout<P>, Tensor> logProbs) {
    Tensor here = Tensor.empty(policy.backend(), 1);
    List<Tensor> all = new ArrayList<>();
    for (Rollout<P> part : parts) {
      try (MemoryScope pass = policy.backend().scope()) {
        all.add(NoGrad.call(() -> logProbs.apply(part)).keepWith(here));
      }
    }
    return all;
  }

  private static float[] slice(double[] x, int from, int n) {
    float[] y = new float[n];
    for (int i = 0; i < n; i++) {
      y[i] = (float) x[from + i];
    }
    return y;
  }

  private static GrpoMetrics.Completions completions(Rollout<?> rollout) {
    int n = rollout.completions().size();
    long finished = rollout.completions().stream().filter(Completion::finished).count();
    return new GrpoMetrics.Completions((double) rollout.tokens() / n, (double) finished / n);
  }

  /** Running sums over the parts of a batch. */
  private static final class Sums {
    double loss;
    double kl;
    double clipped;

    /** False when the loss is not finite. */
    boolean add(GrpoLoss l, double share) {
      loss += l.loss().item();
      kl += l.kl().getAsDouble() * share;
      clipped += l.clipFraction().getAsDouble() * share;
      return Double.isFinite(loss);
    }

    GrpoMetrics.Objective mean(int updates) {
      return new GrpoMetrics.Objective(loss / updates, kl / updates, clipped / updates);
    }
  }
}
