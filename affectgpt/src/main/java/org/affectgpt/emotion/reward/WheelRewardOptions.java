package org.affectgpt.emotion.reward;

import java.util.List;
import org.affectgpt.emotion.label.LabelExtractor;
import org.affectgpt.emotion.label.TaggedBlock;
import org.affectgpt.emotion.label.VocabularyExtractor;
import org.affectgpt.emotion.wheel.EmotionWheels;
import org.affectgpt.emotion.wheel.UnmappedGold;

/**
 * What the rewards on emotion wheels share.
 *
 * @param wheels the wheels; rewards use their level 1
 * @param extractor reads the labels of a block
 * @param strictTags whether a block needs both its tags
 * @param unmapped what happens on a wheel without a place for the gold labels; {@link
 *     UnmappedGold#REJECT} is the reference's behaviour and ends training at the first {@code
 *     neutral} sample, the others are safe
 */
public record WheelRewardOptions(
    EmotionWheels wheels, LabelExtractor extractor, boolean strictTags, UnmappedGold unmapped) {

  /** Extraction by vocabulary, strict tags, unmapped gold labels skipped. */
  public static WheelRewardOptions of(EmotionWheels wheels) {
    return new WheelRewardOptions(
        wheels, new VocabularyExtractor(wheels), true, UnmappedGold.SKIP_WHEEL);
  }

  /** The labels that one block of a response names, none if the block is absent. */
  List<String> labels(TaggedBlock block, String response) {
    return block.content(response, strictTags).map(extractor::extract).orElse(List.of());
  }
}
