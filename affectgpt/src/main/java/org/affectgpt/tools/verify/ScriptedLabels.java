package org.affectgpt.tools.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.affectgpt.emotion.label.LabelExtractor;
import org.affectgpt.emotion.label.TaggedBlock;
import org.affectgpt.emotion.reward.WheelRewardOptions;
import org.affectgpt.emotion.wheel.EmotionWheels;
import org.affectgpt.emotion.wheel.LabelList;
import org.affectgpt.emotion.wheel.UnmappedGold;

/** Answers, in place of a language model, what a golden file says it read in a response. */
final class ScriptedLabels implements LabelExtractor {
  private final String thinkBlock;
  private final String answerBlock;
  private final List<String> think;
  private final List<String> answer;

  /** A response without tags is both blocks; what asks for labels first tells them apart then. */
  private final Deque<List<String>> inTurn;

  private ScriptedLabels(JsonNode item, boolean strict, boolean answerOnly) {
    String response = item.path("response").asText();
    thinkBlock = TaggedBlock.THINK.content(response, strict).orElse("");
    answerBlock = TaggedBlock.ANSWER.content(response, strict).orElse("");
    think = LabelList.labels(item.path("extracted_from_think").asText(null));
    answer = LabelList.labels(item.path("extracted_from_answer").asText(null));
    inTurn = new ArrayDeque<>(answerOnly ? List.of(answer) : List.of(think, answer));
  }

  /**
   * @param item one response of {@code responses.json}
   * @param answerOnly whether the reward never asks for the labels of the think block
   */
  static ScriptedLabels of(JsonNode item, boolean strict, boolean answerOnly) {
    return new ScriptedLabels(item, strict, answerOnly);
  }

  /** As the reference's rewards are set up. */
  WheelRewardOptions options(EmotionWheels wheels, boolean strict) {
    return new WheelRewardOptions(wheels, this, strict, UnmappedGold.REJECT);
  }

  @Override
  public List<String> extract(String text) {
    if (thinkBlock.equals(answerBlock)) {
      return inTurn.remove();
    }
    if (!text.equals(thinkBlock) && !text.equals(answerBlock)) {
      throw new IllegalArgumentException("labels were asked of a text that is no block: " + text);
    }
    return text.equals(answerBlock) ? answer : think;
  }
}
