package org.affectgpt.corpus.words;

import java.util.List;
import org.affectgpt.corpus.plan.Observed;
import org.affectgpt.tensor.CounterRng;

/**
 * The texts about a clip, composed from the factors that it really shows (noise included), so that
 * a chain of thought trained on them is honest.
 */
public final class Reasoning {
  private static final List<String> OPENINGS =
      List.of("In the video", "In this clip", "On the screen", "In the scene");
  private static final List<List<String>> FACES =
      List.of(
          List.of(
              "the person shows a smile with raised cheeks",
              "the mouth is drawn into a smile and the cheeks are raised"),
          List.of(
              "the person shows lowered brows and narrow eyes",
              "the brows are lowered and drawn together"),
          List.of(
              "the person shows wide eyes and raised brows",
              "the eyes are wide open and the mouth is open"),
          List.of(
              "the person shows a drooping mouth and heavy lids",
              "the corners of the mouth are drooping and the gaze falls"),
          List.of("the face shows nothing special", "the face stays neutral"));
  private static final List<List<String>> VOICES =
      List.of(
          List.of("The voice is loud and fast", "In the audio, the speech is loud and fast"),
          List.of(
              "The voice is high and trembling", "In the audio, the voice is high and trembling"),
          List.of("The voice is low and firm", "In the audio, the tone is low and firm"),
          List.of("The voice is soft and slow", "In the audio, the speech is soft and slow"),
          List.of("The voice is even", "In the audio, the tone is even"));
  private static final List<String> CLOSINGS =
      List.of(
          "Taken together, the person seems to feel ",
          "These clues suggest that the person feels ",
          "All in all, the emotional state is best described as ");

  private Reasoning() {}

  /**
   * The compact chain of thought: always the same phrasing, one word a modality, so that it costs
   * few tokens and is learnt first.
   */
  public static String think(Observed seen) {
    return face(seen) + ", " + voice(seen) + " and " + words(seen) + ".";
  }

  /** The clause about the face alone. */
  public static String face(Observed seen) {
    return "the face is " + seen.face().word();
  }

  /** The clause about the voice alone. */
  public static String voice(Observed seen) {
    return "the voice is " + seen.voice().word();
  }

  /** The clause about the words alone. */
  public static String words(Observed seen) {
    return "the words are about " + seen.text().word();
  }

  /** The description of MER-Caption+ style: the clues of each modality, then the conclusion. */
  public static String describe(Observed seen, List<String> labels, CounterRng rng) {
    String opening = pick(OPENINGS, rng);
    String face = pick(FACES.get(seen.face().ordinal()), rng);
    String voice = pick(VOICES.get(seen.voice().ordinal()), rng);
    String words = "the words are about " + seen.text().phrase();
    String closing = pick(CLOSINGS, rng);
    return opening
        + ", "
        + face
        + ". "
        + voice
        + " and "
        + words
        + ". "
        + closing
        + join(labels)
        + ".";
  }

  private static String join(List<String> words) {
    if (words.size() == 1) {
      return words.get(0);
    }
    return String.join(", ", words.subList(0, words.size() - 1))
        + " and "
        + words.get(words.size() - 1);
  }

  private static String pick(List<String> from, CounterRng rng) {
    return from.get(rng.nextInt(from.size()));
  }
}
