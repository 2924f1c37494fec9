package org.affectgpt.train;

import org.affectgpt.config.Bounds;

/**
 * What supervised examples show and ask.
 *
 * @param answerFormat how labels are answered
 * @param singleModalityShare share of batches that see text, sound or frames only
 * @param descriptionShare share of batches that ask for the description
 * @param emptySubtitleShare share of clips whose subtitle is left out
 */
public record ExampleMix(
    AnswerFormat answerFormat,
    double singleModalityShare,
    double descriptionShare,
    double emptySubtitleShare) {
  public ExampleMix {
    Bounds.share("single_modality_share", singleModalityShare);
    Bounds.share("description_share", descriptionShare);
    Bounds.share("empty_subtitle_share", emptySubtitleShare);
  }
}
