package org.affectgpt.emotion.reward;

import org.affectgpt.emotion.label.TaggedBlock;

/**
 * 1 if the response has a reasoning block and after it an answer block, else 0 (reference: {@code
 * format_reward.py}). Text around the blocks and repeated tags are allowed.
 *
 * @param requireContent whether both blocks must hold more than white space
 */
public record FormatReward(boolean requireContent) implements EmotionReward {
  @Override
  public String name() {
    return "format";
  }

  @Override
  public RewardResult score(RewardInput input) {
    return RewardResult.of(isWellFormed(input.response()) ? 1 : 0);
  }

  private boolean isWellFormed(String text) {
    TaggedBlock think = TaggedBlock.THINK;
    TaggedBlock answer = TaggedBlock.ANSWER;
    int thinkOpen = text.indexOf(think.open());
    int answerOpen = text.indexOf(answer.open());
    if (thinkOpen < 0 || answerOpen < 0) {
      return false;
    }
    int thinkFrom = thinkOpen + think.open().length();
    int answerFrom = answerOpen + answer.open().length();
    int thinkClose = text.indexOf(think.close(), thinkFrom);
    int answerClose = text.indexOf(answer.close(), answerFrom);
    boolean ordered =
        thinkClose >= 0 && answerClose >= 0 && thinkClose + think.close().length() <= answerOpen;
    return ordered
        && (!requireContent
            || !text.substring(thinkFrom, thinkClose).isBlank()
                && !text.substring(answerFrom, answerClose).isBlank());
  }
}
