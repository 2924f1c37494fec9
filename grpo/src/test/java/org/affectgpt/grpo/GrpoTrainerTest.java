package org.affectgpt.grpo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole iterations on a table of logits, where everything can be computed by hand. */
class GrpoTrainerTest {
  private static final List<Integer> PROMPTS = List.of(0, 1, 2, 3, 4, 5);
  private static final int GROUP = 8;

  /** Share of tokens that are the prompt's own: prompt mod 4. */
  private static final Reward<Integer> OWN_TOKEN =
      Reward.perCompletion(
          "own",
          (prompt, c) -> {
            double hits = 0;
            for (int t : c.tokens()) {
              hits += t == prompt % TablePolicy.TOKENS ? 1 : 0;
            }
            return hits / c.tokens().length;
          });

  private final Backend backend = Backends.open("cpu", 1);
  private final List<float[]> gradients = new ArrayList<>();

  private static GrpoConfig config(
      double beta, Advantages advantages, Aggregation aggregation, int updates, int perPass) {
    return new GrpoConfig(
        GROUP,
        new GrpoConfig.Clip(0.2, 0.28),
        beta,
        advantages,
        aggregation,
        updates,
        perPass,
        TablePolicy.LONGEST);
  }

  private static float[] logits(long seed) {
    CounterRng rng = new CounterRng(seed);
    float[] x = new float[PROMPTS.size() * TablePolicy.TOKENS];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (0.5 * rng.nextGaussian());
    }
    return x;
  }

  private TablePolicy policy() {
    return new TablePolicy(backend, logits(1), logits(2));
  }

  private GrpoTrainer<Integer> trainer(
      GrpoConfig config, TablePolicy policy, Reward<Integer> reward, float rate) {
    return new GrpoTrainer<>(
        config, policy, List.of(new WeightedReward<>(reward, 1)), () -> descend(policy, rate));
  }

  /** Plain gradient descent; remembers the gradient. */
  private double descend(TablePolicy policy, float rate) {
    Tensor table = policy.table();
    float[] g = table.grad().toFloats();
    float[] x = table.toFloats();
    double norm = 0;
    for (int i = 0; i < x.length; i++) {
      x[i] -= rate * g[i];
      norm += (double) g[i] * g[i];
    }
    table.set(x);
    table.clearGrad();
    gradients.add(g);
    return Math.sqrt(norm);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void rewardClimbs(int updates) {
    TablePolicy policy = policy();
    GrpoTrainer<Integer> trainer =
        trainer(config(0, Advantages.GROUP, Aggregation.TOKEN, updates, 6), policy, OWN_TOKEN, 2);
    CounterRng rng = new CounterRng(7);
    double first = 0;
    double last = 0;
    double clipped = 0;
    for (int step = 0; step < 60; step++) {
      GrpoMetrics m = trainer.step(PROMPTS, rng.split(step));
      first += step < 5 ? m.rewards().mean() / 5 : 0;
      last += step >= 55 ? m.rewards().mean() / 5 : 0;
      clipped += m.objective().clipFraction();
    }
    assertTrue(first < 0.5, "starts at " + first);
    assertTrue(last > 0.9, "ends at " + last);
    assertEquals(60 * updates, gradients.size());
    assertEquals(updates > 1, clipped > 0, "only a second update leaves the sampling policy");
  }

  @ParameterizedTest
  @EnumSource(Aggregation.class)
  void partsOfABatchAddUp(Aggregation aggregation) {
    List<GrpoMetrics> seen = new ArrayList<>();
    for (int perPass : new int[] {1, 4, 6}) {
      GrpoConfig config = config(0.04, Advantages.BATCH, aggregation, 2, perPass);
      seen.add(
          trainer(config, policy(), OWN_TOKEN, 0.5f).step(PROMPTS, new CounterRng(3).split(0)));
    }
    for (int i = 2; i < gradients.size(); i++) {
      assertArrayEquals(gradients.get(i % 2), gradients.get(i), 1e-6f);
    }
    for (GrpoMetrics m : seen) {
      assertEquals(seen.getFirst().objective().loss(), m.objective().loss(), 1e-6);
      assertEquals(seen.getFirst().objective().kl(), m.objective().kl(), 1e-6);
      assertEquals(seen.getFirst().objective().clipFraction(), m.objective().clipFraction(), 1e-6);
    }
  }

  @Test
  void gradientIsThePolicyGradient() {
    TablePolicy policy = policy();
    CounterRng rng = new CounterRng(11);
    Rollout<Integer> rollout = policy.rollout(PROMPTS, GROUP, rng);
    float[] logits = logits(1);
    double[] wanted = new double[logits.length];
    double[] scores = OWN_TOKEN.score(rollout);
    for (int i = 0; i < scores.length; i++) {
      int row = i / GROUP;
      double mean = 0;
      for (int j = row * GROUP; j < (row + 1) * GROUP; j++) {
        mean += scores[j] / GROUP;
      }
      for (int token : rollout.completions().get(i).tokens()) {
        for (int t = 0; t < TablePolicy.TOKENS; t++) {
          double slope = (t == token ? 1 : 0) - Math.exp(TablePolicy.logProb(logits, row, t));
          wanted[row * TablePolicy.TOKENS + t] -=
              (scores[i] - mean) * slope / (scores.length * TablePolicy.LONGEST);
        }
      }
    }
    trainer(config(0, Advantages.NONE, Aggregation.CONSTANT, 1, 6), policy, OWN_TOKEN, 0)
        .step(PROMPTS, rng);
    for (int i = 0; i < wanted.length; i++) {
      assertEquals(wanted[i], gradients.getFirst()[i], 1e-6);
    }
  }

  @ParameterizedTest
  @EnumSource(Advantages.class)
  void groupsThatScoreAlikeTeachNothing(Advantages advantages) {
    Reward<Integer> half = Reward.perCompletion("half", (p, c) -> p < 3 ? 0.3 : c.tokens().length);
    GrpoMetrics m =
        trainer(config(0, advantages, Aggregation.SEQUENCE, 1, 6), policy(), half, 0)
            .step(PROMPTS, new CounterRng(5));
    float[] g = gradients.getFirst();
    double busy = 0;
    for (int i = 0; i < g.length; i++) {
      if (i < 3 * TablePolicy.TOKENS) {
        assertEquals(0, g[i], 1e-9);
      } else {
        busy += Math.abs(g[i]);
      }
    }
    assertTrue(busy > 1e-3, "the other groups teach");
    assertEquals(0.5, m.rewards().zeroDeviation());
  }

  @Test
  void klIsTheMeanOfK3() {
    TablePolicy policy = policy();
    CounterRng rng = new CounterRng(13);
    Rollout<Integer> rollout = policy.rollout(PROMPTS, GROUP, rng);
    double sum = 0;
    for (int i = 0; i < rollout.completions().size(); i++) {
      for (int t : rollout.completions().get(i).tokens()) {
        double d =
            TablePolicy.logProb(logits(2), i / GROUP, t)
                - TablePolicy.logProb(logits(1), i / GROUP, t);
        sum += Math.exp(d) - d - 1;
      }
    }
    GrpoTrainer<Integer> free =
        trainer(config(0, Advantages.GROUP, Aggregation.TOKEN, 1, 4), policy, OWN_TOKEN, 0);
    assertEquals(sum / rollout.tokens(), free.step(PROMPTS, rng, true).objective().kl(), 1e-6);
    assertTrue(Double.isNaN(free.step(PROMPTS, rng).objective().kl()));
    float[] measured = gradients.get(0);
    assertArrayEquals(gradients.get(1), measured, "measuring changes nothing");
    GrpoMetrics m =
        trainer(config(0.04, Advantages.GROUP, Aggregation.TOKEN, 1, 4), policy, OWN_TOKEN, 0)
            .step(PROMPTS, rng);
    assertEquals(sum / rollout.tokens(), m.objective().kl(), 1e-6);
  }

  @Test
  void klIsAMeanOverTokensWhateverTheAggregation() {
    double[] kl = new double[Aggregation.values().length];
    for (Aggregation a : Aggregation.values()) {
      kl[a.ordinal()] =
          trainer(config(0.1, Advantages.GROUP, a, 1, 4), policy(), OWN_TOKEN, 0)
              .step(PROMPTS, new CounterRng(13))
              .objective()
              .kl();
      assertEquals(kl[0], kl[a.ordinal()], 1e-6, a.name());
    }
  }

  @Test
  void klTermPullsTowardsTheReference() {
    TablePolicy policy = policy();
    Reward<Integer> flat = Reward.perCompletion("flat", (p, c) -> 1);
    GrpoTrainer<Integer> trainer =
        trainer(config(1, Advantages.GROUP, Aggregation.TOKEN, 1, 6), policy, flat, 2);
    CounterRng rng = new CounterRng(17);
    double first = trainer.step(PROMPTS, rng.split(0)).objective().kl();
    double last = 0;
    for (int step = 1; step < 60; step++) {
      last = trainer.step(PROMPTS, rng.split(step)).objective().kl();
    }
    assertTrue(last < first / 4, first + " to " + last);
  }

  @Test
  void sameSeedSameBits() {
    GrpoConfig config = config(0.04, Advantages.GROUP, Aggregation.SEQUENCE, 2, 4);
    float[][] tables = new float[2][];
    for (int run = 0; run < 2; run++) {
      TablePolicy policy = policy();
      GrpoTrainer<Integer> trainer = trainer(config, policy, OWN_TOKEN, 1);
      for (int step = 0; step < 5; step++) {
        trainer.step(PROMPTS, new CounterRng(19).split(step));
      }
      tables[run] = policy.table().toFloats();
    }
    assertArrayEquals(tables[0], tables[1]);
  }

  @Test
  void weightsMultiplyRewards() {
    Reward<Integer> one = Reward.perCompletion("a", (p, c) -> 1);
    Reward<Integer> length = Reward.perCompletion("a", (p, c) -> c.tokens().length);
    TablePolicy policy = policy();
    Rollout<Integer> rollout = policy.rollout(PROMPTS, GROUP, new CounterRng(23));
    RewardSum sum =
        RewardSum.of(
            List.of(new WeightedReward<>(one, 3), new WeightedReward<>(length, -0.5)), rollout);
    for (int i = 0; i < sum.total().length; i++) {
      assertEquals(3 - 0.5 * rollout.completions().get(i).tokens().length, sum.total()[i], 1e-12);
    }
    assertEquals(1, sum.means().get("a"));
    assertEquals((double) rollout.tokens() / sum.total().length, sum.means().get("a_2"), 1e-12);
    assertThrows(IllegalArgumentException.class, () -> RewardSum.of(List.of(), rollout));
  }
}
