package org.affectgpt.report;

import java.util.List;

/**
 * What one stage of training answered to a clip.
 *
 * @param stage the stage, such as {@code after SFT}
 * @param answerText the answer as written
 * @param reasoning the reasoning written before the answer; empty if there was none
 * @param labels the labels taken from the answer
 * @param score the wheel F1 of this answer, 0 to 1; NaN if it has none
 */
public record StageAnswer(
    String stage, String answerText, String reasoning, List<String> labels, double score) {
  public StageAnswer {
    labels = List.copyOf(labels);
  }
}
