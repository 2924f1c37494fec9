package org.affectgpt.model.prompt;

import java.util.List;
import java.util.Locale;

/** The questions of the original and the answers it is trained to give (func_get_qa_*). */
public final class Question {
  public static final String DESCRIPTION =
      "Please infer the person's emotional state and provide your reasoning process.";
  public static final String OV_LABEL =
      "Please recognize all possible emotional states of the character.";
  public static final String ONE_HOT =
      "Please recognize the character's most likely emotional state.";
  public static final String SENTIMENT =
      "Please select the most likely sentiment label that can best describe the person's emotional"
          + " state: positive, negative, neutral.";

  private Question() {}

  /** The answer to {@link #OV_LABEL}. */
  public static String ovLabelAnswer(List<String> labels) {
    return "The character's emotional state is " + String.join(", ", labels) + ".";
  }

  /** Asks to choose from the labels of a data set. */
  public static String oneHotOf(String candidates) {
    return "Please select the label that can best describe the person's emotional state from the"
        + " provided candidate labels: "
        + candidates
        + ".";
  }

  /** Asks for a number; the word floating-point is written with the ligature U+FB02. */
  public static String valence(double min, double max) {
    return "Please identify the overall positive or negative emotional polarity of the main"
        + " characters. The output should be a \uFB02oating-point number ranging from "
        + min
        + " to "
        + max
        + ". Here, "
        + min
        + " indicates extremely negative emotions, 0 indicates neutral emotions, and "
        + max
        + " indicates extremely positive emotions. Please provide your judgment as a"
        + " \uFB02oating-point number.";
  }

  /** The answer to {@link #valence}. */
  public static String valenceAnswer(double value) {
    return String.format(Locale.ROOT, "The valence score is %.2f.", value);
  }
}
