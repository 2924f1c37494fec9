package org.affectgpt.emotion.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.affectgpt.emotion.label.LabelCounts;
import org.affectgpt.emotion.label.LabelExtractor;
import org.affectgpt.emotion.label.TaggedBlock;
import org.affectgpt.emotion.wheel.EmotionWheels;
import org.affectgpt.emotion.wheel.Golden;
import org.affectgpt.emotion.wheel.LabelList;
import org.affectgpt.emotion.wheel.OfficialWheels;
import org.affectgpt.emotion.wheel.UnmappedGold;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;

/**
 * The rewards equal the reference's, given the labels that its language model is made to answer.
 */
class GoldenRewardsTest {
  /** The reference computes in float32. */
  private static final double TOLERANCE = 1e-6;

  /** Answers as the golden file says for the think and the answer block of one response. */
  private static WheelRewardOptions options(
      String key, EmotionWheels wheels, JsonNode item, boolean strict) {
    String response = item.get("response").asText();
    List<String> think = LabelList.labels(item.get("extracted_from_think").asText(null));
    List<String> answer = LabelList.labels(item.get("extracted_from_answer").asText(null));
    String thinkBlock = TaggedBlock.THINK.content(response, strict).orElse("");
    String answerBlock = TaggedBlock.ANSWER.content(response, strict).orElse("");
    // A response without tags is both blocks; what asks for labels first tells them apart then.
    Deque<List<String>> answers =
        new ArrayDeque<>(key.startsWith("accuracy") ? List.of(answer) : List.of(think, answer));
    LabelExtractor extractor =
        text -> {
          if (thinkBlock.equals(answerBlock)) {
            return answers.remove();
          }
          assertTrue(text.equals(thinkBlock) || text.equals(answerBlock), text);
          return text.equals(answerBlock) ? answer : think;
        };
    return new WheelRewardOptions(wheels, extractor, strict, UnmappedGold.REJECT);
  }

  private static void check(
      String key, boolean strict, Function<WheelRewardOptions, EmotionReward> reward)
      throws IOException {
    EmotionWheels wheels = OfficialWheels.load(Golden.tables());
    JsonNode expected = Golden.read("rewards/rewards.json").get(key);
    JsonNode groups = Golden.read("rewards/responses.json").get("groups");
    for (int g = 0; g < groups.size(); g++) {
      JsonNode meta = groups.get(g).get("meta");
      JsonNode list = meta.path("gt_openset_list");
      List<String> gold =
          list.isArray()
              ? Golden.strings(list)
              : LabelList.parse(
                  list.isTextual() ? list.asText() : meta.get("gt_openset_text").asText());
      for (int i = 0; i < groups.get(g).get("group").size(); i++) {
        JsonNode item = groups.get(g).get("group").get(i);
        EmotionReward judge = reward.apply(options(key, wheels, item, strict));
        RewardResult result = judge.score(new RewardInput(gold, item.get("response").asText()));
        String at = key + " group " + g + " response " + i;
        assertEquals(
            expected.get("reward").get(g).get(i).doubleValue(), result.value(), TOLERANCE, at);
        if (expected.has("pred_lengths")) {
          LabelCounts counts = result.counts();
          assertEquals(expected.get("pred_lengths").get(g).get(i).asInt(), counts.predicted(), at);
          assertEquals(expected.get("gt_lengths").get(g).get(i).asInt(), counts.gold(), at);
          double precision = result.details().get("precision");
          assertEquals(
              expected.get("precision").get(g).get(i).doubleValue(), precision, TOLERANCE, at);
        }
        if (expected.has("penalty")) {
          double penalty = result.details().get("penalty");
          assertEquals(expected.get("penalty").get(g).get(i).doubleValue(), penalty, TOLERANCE, at);
        }
      }
    }
  }

  @Test
  void accuracyIsEqual() throws IOException {
    check("accuracy.strict", true, OverlapReward::accuracy);
    check("accuracy.lenient", false, OverlapReward::accuracy);
  }

  @Test
  void dualIsEqual() throws IOException {
    check("dual.strict", true, OverlapReward::dual);
    check("dual.lenient", false, OverlapReward::dual);
  }

  @Test
  void alignmentIsEqual() throws IOException {
    check("alignment.strict", true, AlignmentReward::new);
    check("alignment.lenient", false, AlignmentReward::new);
  }

  @Test
  void formatIsEqual() throws IOException {
    check("format.require_non_empty=True", true, options -> new FormatReward(true));
    check("format.require_non_empty=False", true, options -> new FormatReward(false));
  }

  @Test
  void penalisedRewardsAreEqual() throws IOException {
    for (LengthPenalty penalty : LengthPenalty.values()) {
      String suffix = "." + penalty.name().toLowerCase(Locale.ROOT) + ".deduplicate=True";
      check(
          "penalized.accuracy" + suffix,
          true,
          options -> new PenalizedReward(OverlapReward.accuracy(options), penalty));
      check(
          "penalized.dual" + suffix,
          true,
          options -> new PenalizedReward(OverlapReward.dual(options), penalty));
    }
  }

  @Test
  void compositeIsEqual() throws IOException {
    check("composite.full_rewards", true, CompositeReward::full);
  }

  @Test
  void tagsAndFormatAreEqual() throws IOException {
    for (JsonNode item : Golden.read("rewards/tags.json")) {
      if (!item.get("text").isTextual()) {
        continue;
      }
      String text = item.get("text").asText();
      for (String mode : List.of("strict", "lenient")) {
        boolean strict = mode.equals("strict");
        assertEquals(
            item.get("think." + mode).asText(null),
            TaggedBlock.THINK.content(text, strict).orElse(null),
            text);
        assertEquals(
            item.get("answer." + mode).asText(null),
            TaggedBlock.ANSWER.content(text, strict).orElse(null),
            text);
      }
      RewardInput input = new RewardInput(List.of(), text);
      assertEquals(
          item.get("format").asBoolean(), new FormatReward(true).score(input).value() == 1, text);
      assertEquals(
          item.get("format_allow_empty").asBoolean(),
          new FormatReward(false).score(input).value() == 1,
          text);
    }
  }

  @Test
  void penaltiesAreEqual() throws IOException {
    JsonNode penalties = Golden.read("rewards/penalty.json");
    for (JsonNode item : penalties.get("grid")) {
      LengthPenalty penalty =
          LengthPenalty.valueOf(item.get("type").asText().toUpperCase(Locale.ROOT));
      LabelCounts counts = new LabelCounts(item.get("pred").asInt(), item.get("gt").asInt());
      assertEquals(item.get("value").doubleValue(), penalty.factor(counts), TOLERANCE);
    }
    for (JsonNode item : penalties.get("from_lists")) {
      if (!item.get("deduplicate").asBoolean()) {
        continue;
      }
      LengthPenalty penalty =
          LengthPenalty.valueOf(item.get("type").asText().toUpperCase(Locale.ROOT));
      for (int i = 0; i < item.get("penalty").size(); i++) {
        List<Integer> distinct = new ArrayList<>();
        for (String side : List.of("pred_openset_lists", "gt_openset_lists")) {
          List<String> labels = Golden.strings(item.get(side).get(i));
          distinct.add(new HashSet<>(LabelList.normalise(labels)).size());
        }
        LabelCounts counts = new LabelCounts(distinct.get(0), distinct.get(1));
        assertEquals(item.get("penalty").get(i).doubleValue(), penalty.factor(counts), TOLERANCE);
      }
    }
    assertThrows(
        IllegalArgumentException.class, () -> LengthPenalty.P3.factor(new LabelCounts(2, 0)));
  }

  @Test
  void goldThatMapsNowhereFailsAsInTheReference() throws IOException {
    EmotionWheels wheels = OfficialWheels.load(Golden.tables());
    for (JsonNode item : Golden.read("rewards/meta.json").get("errors")) {
      if (!item.has("accuracy_error")) {
        continue;
      }
      JsonNode written = item.get("gt_openset_list");
      List<String> gold =
          written.isArray() ? Golden.strings(written) : LabelList.parse(written.asText());
      List<String> predicted = item.has("pred") ? List.of() : List.of("happy");
      EmotionReward reward =
          OverlapReward.accuracy(
              new WheelRewardOptions(wheels, text -> predicted, true, UnmappedGold.REJECT));
      RewardInput input = new RewardInput(gold, "<answer>happy</answer>");
      if (item.get("accuracy_error").isNull()) {
        assertTrue(reward.score(input).value() >= 0);
      } else {
        assertThrows(InputException.class, () -> reward.score(input));
      }
    }
  }
}
