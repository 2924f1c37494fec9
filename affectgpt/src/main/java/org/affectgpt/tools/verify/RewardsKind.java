package org.affectgpt.tools.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.affectgpt.emotion.label.LabelCounts;
import org.affectgpt.emotion.reward.AlignmentReward;
import org.affectgpt.emotion.reward.CompositeReward;
import org.affectgpt.emotion.reward.EmotionReward;
import org.affectgpt.emotion.reward.FormatReward;
import org.affectgpt.emotion.reward.LengthPenalty;
import org.affectgpt.emotion.reward.OverlapReward;
import org.affectgpt.emotion.reward.PenalizedReward;
import org.affectgpt.emotion.reward.RewardInput;
import org.affectgpt.emotion.reward.RewardResult;
import org.affectgpt.emotion.reward.WheelRewardOptions;
import org.affectgpt.emotion.wheel.EmotionWheels;
import org.affectgpt.tensor.backend.Backend;
import org.jspecify.annotations.Nullable;

/**
 * The fork's rewards, given the labels that its language model is made to answer; its tags and
 * penalties are checked by {@link RewardParts}. The judge's rewards (Bradley-Terry) are not built.
 *
 * @param wheels the folder of the tables, if not the one that the golden folder names
 */
record RewardsKind(@Nullable Path wheels) implements GoldenKind {
  @Override
  public void check(GoldenFolder folder, Backend backend, GoldenComparison comparison) {
    EmotionWheels tables = folder.wheels(wheels);
    JsonNode groups = folder.json("responses.json").path("groups");
    JsonNode rewards = folder.json("rewards.json");
    judges()
        .forEach(
            (key, judge) -> rewards(key, judge, tables, rewards.path(key), groups, comparison));
    new RewardParts(tables, comparison).check(folder);
  }

  /** How a reward is made, by its name in the file. */
  private record Judge(boolean strict, Function<WheelRewardOptions, EmotionReward> reward) {}

  private static Map<String, Judge> judges() {
    Map<String, Judge> judges = new LinkedHashMap<>();
    for (boolean strict : new boolean[] {true, false}) {
      String tags = strict ? "strict" : "lenient";
      judges.put("accuracy." + tags, new Judge(strict, OverlapReward::accuracy));
      judges.put("dual." + tags, new Judge(strict, OverlapReward::dual));
      judges.put("alignment." + tags, new Judge(strict, AlignmentReward::new));
    }
    judges.put("format.require_non_empty=True", new Judge(true, o -> new FormatReward(true)));
    judges.put("format.require_non_empty=False", new Judge(true, o -> new FormatReward(false)));
    for (LengthPenalty penalty : LengthPenalty.values()) {
      String suffix = "." + penalty.name().toLowerCase(Locale.ROOT) + ".deduplicate=True";
      judges.put(
          "penalized.accuracy" + suffix,
          new Judge(true, o -> new PenalizedReward(OverlapReward.accuracy(o), penalty)));
      judges.put(
          "penalized.dual" + suffix,
          new Judge(true, o -> new PenalizedReward(OverlapReward.dual(o), penalty)));
    }
    judges.put("composite.full_rewards", new Judge(true, CompositeReward::full));
    return judges;
  }

  private static void rewards(
      String key,
      Judge judge,
      EmotionWheels wheels,
      JsonNode wanted,
      JsonNode groups,
      GoldenComparison comparison) {
    for (int g = 0; g < groups.size(); g++) {
      List<String> gold = RewardParts.gold(groups.path(g).path("meta"));
      JsonNode group = groups.path(g).path("group");
      for (int i = 0; i < group.size(); i++) {
        JsonNode item = group.path(i);
        EmotionReward reward =
            judge
                .reward()
                .apply(
                    ScriptedLabels.of(item, judge.strict(), key.startsWith("accuracy"))
                        .options(wheels, judge.strict()));
        RewardResult result = reward.score(new RewardInput(gold, item.path("response").asText()));
        result(key + "." + g + "." + i, new Wanted(wanted, g, i), result, comparison);
      }
    }
  }

  /** What the file says of one response. */
  private record Wanted(JsonNode all, int group, int response) {
    boolean has(String figure) {
      return all.has(figure);
    }

    double number(String figure) {
      return GoldenJson.number(all.path(figure).path(group).path(response));
    }
  }

  private static void result(String name, Wanted wanted, RewardResult result, GoldenComparison c) {
    RewardParts.rounded(c, name, wanted.number("reward"), result.value());
    LabelCounts counts = result.counts();
    if (wanted.has("pred_lengths") && counts != null) {
      c.number(name + ".pred_length", wanted.number("pred_lengths"), counts.predicted());
      c.number(name + ".gt_length", wanted.number("gt_lengths"), counts.gold());
    }
    for (String figure : List.of("precision", "penalty")) {
      if (wanted.has(figure)) {
        double actual = result.details().getOrDefault(figure, Double.NaN);
        RewardParts.rounded(c, name + "." + figure, wanted.number(figure), actual);
      }
    }
  }
}
