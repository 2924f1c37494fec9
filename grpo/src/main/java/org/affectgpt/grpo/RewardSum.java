package org.affectgpt.grpo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weighted sum of a list of rewards over a rollout.
 *
 * @param total one value a completion
 * @param means mean of every reward by name, unweighted; a repeated name gets a number
 */
public record RewardSum(double[] total, Map<String, Double> means) {
  /**
   * @throws NotFiniteException naming the first score that is not finite
   */
  public static <P> RewardSum of(List<WeightedReward<P>> rewards, Rollout<P> rollout) {
    if (rewards.isEmpty()) {
      throw new IllegalArgumentException("at least one reward is needed");
    }
    double[] total = new double[rollout.completions().size()];
    Map<String, Double> means = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (WeightedReward<P> w : rewards) {
      double[] scores = w.reward().score(rollout);
      double sum = 0;
      for (int i = 0; i < total.length; i++) {
        NotFiniteException.require(
            "the reward " + w.reward().name(), scores[i], i / rollout.groupSize());
        total[i] += w.weight() * scores[i];
        sum += scores[i];
      }
      String name = w.reward().name();
      names.add(name);
      long same = names.stream().filter(name::equals).count();
      means.put(same == 1 ? name : name + "_" + same, sum / total.length);
    }
    return new RewardSum(total, means);
  }
}
