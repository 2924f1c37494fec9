package org.affectgpt.tools.verify;

import static org.affectgpt.tools.verify.GoldenJson.number;
import static org.affectgpt.tools.verify.GoldenJson.strings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.affectgpt.emotion.label.LabelCounts;
import org.affectgpt.emotion.label.TaggedBlock;
import org.affectgpt.emotion.reward.EmotionReward;
import org.affectgpt.emotion.reward.FormatReward;
import org.affectgpt.emotion.reward.LengthPenalty;
import org.affectgpt.emotion.reward.OverlapReward;
import org.affectgpt.emotion.reward.RewardInput;
import org.affectgpt.emotion.reward.WheelRewardOptions;
import org.affectgpt.emotion.wheel.EmotionWheels;
import org.affectgpt.emotion.wheel.LabelList;
import org.affectgpt.emotion.wheel.UnmappedGold;

/** What rewards are made of: tagged blocks, the format, length penalties, refused gold labels. */
record RewardParts(EmotionWheels wheels, GoldenComparison comparison) {
  /** The reference computes rewards in float32. */
  private static final double ROUNDING = 1e-6;

  /** Compares with a number that the reference has in float32. */
  static void rounded(GoldenComparison comparison, String name, double wanted, double actual) {
    comparison.number(name, wanted, actual, ROUNDING, "the reference computes in float32");
  }

  /** The gold labels of a group of responses. */
  static List<String> gold(JsonNode meta) {
    JsonNode list = meta.path("gt_openset_list");
    return list.isArray()
        ? strings(list)
        : LabelList.parse((list.isTextual() ? list : meta.path("gt_openset_text")).asText());
  }

  void check(GoldenFolder folder) {
    tags(folder.json("tags.json"));
    JsonNode penalties = folder.json("penalty.json");
    grid(penalties.path("grid"));
    lists(penalties.path("from_lists"));
    refusals(folder.json("meta.json").path("errors"));
  }

  private void tags(JsonNode cases) {
    for (int i = 0; i < cases.size(); i++) {
      JsonNode item = cases.path(i);
      if (item.path("text").isTextual()) {
        tag("tags." + i, item.path("text").asText(), item);
      }
    }
  }

  private void tag(String name, String text, JsonNode item) {
    for (boolean strict : new boolean[] {true, false}) {
      String mode = strict ? ".strict" : ".lenient";
      block(name + ".think" + mode, item.path("think" + mode), TaggedBlock.THINK, text, strict);
      block(name + ".answer" + mode, item.path("answer" + mode), TaggedBlock.ANSWER, text, strict);
    }
    RewardInput input = new RewardInput(List.of(), text);
    format(name + ".format", item.path("format"), new FormatReward(true), input);
    format(
        name + ".format_allow_empty",
        item.path("format_allow_empty"),
        new FormatReward(false),
        input);
  }

  private void block(String name, JsonNode wanted, TaggedBlock block, String text, boolean strict) {
    String actual = block.content(text, strict).orElse("absent");
    comparison.equal(name, wanted.asText("absent"), actual);
  }

  private void format(String name, JsonNode wanted, FormatReward reward, RewardInput input) {
    comparison.number(name, wanted.asBoolean() ? 1 : 0, reward.score(input).value());
  }

  private static LengthPenalty penalty(JsonNode item) {
    return LengthPenalty.valueOf(item.path("type").asText().toUpperCase(Locale.ROOT));
  }

  private void grid(JsonNode cases) {
    for (int i = 0; i < cases.size(); i++) {
      JsonNode item = cases.path(i);
      LabelCounts counts = new LabelCounts(item.path("pred").asInt(), item.path("gt").asInt());
      rounded(comparison, "penalty." + i, number(item.path("value")), penalty(item).factor(counts));
    }
  }

  private void lists(JsonNode cases) {
    for (int i = 0; i < cases.size(); i++) {
      JsonNode item = cases.path(i);
      // labels are distinct wherever a penalty is taken
      for (int k = 0;
          item.path("deduplicate").asBoolean() && k < item.path("penalty").size();
          k++) {
        LabelCounts counts =
            new LabelCounts(
                distinct(item.path("pred_openset_lists").path(k)),
                distinct(item.path("gt_openset_lists").path(k)));
        rounded(
            comparison,
            "penalty.lists." + i + "." + k,
            number(item.path("penalty").path(k)),
            penalty(item).factor(counts));
      }
    }
  }

  private static int distinct(JsonNode labels) {
    return new HashSet<>(LabelList.normalise(strings(labels))).size();
  }

  private void refusals(JsonNode cases) {
    for (int i = 0; i < cases.size(); i++) {
      JsonNode item = cases.path(i);
      if (item.has("accuracy_error")) {
        List<String> predicted = item.has("pred") ? List.of() : List.of("happy");
        EmotionReward reward =
            OverlapReward.accuracy(
                new WheelRewardOptions(wheels, text -> predicted, true, UnmappedGold.REJECT));
        RewardInput input = new RewardInput(gold(item), "<answer>happy</answer>");
        comparison.equal(
            "errors." + i,
            item.path("accuracy_error").isNull() ? "a reward" : GoldenJson.REFUSED,
            GoldenJson.orRefused(() -> reward.score(input).value() >= 0 ? "a reward" : "below 0"));
      }
    }
  }
}
