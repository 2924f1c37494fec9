package org.affectgpt.infer;

import java.nio.file.Path;
import org.affectgpt.model.AffectGptConfig;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A question about a clip or an image on disk: {@code ClipQuery.of(video).withSubtitle("...")}.
 *
 * @param video the clip; null where the mode needs neither its frames nor its sound
 * @param audio the sound; null takes the video's own sound track
 * @param face face crops, {@code .npy}, for modes that show them
 * @param image an image, for the mode {@code image}
 * @param subtitle what is said; may be empty
 * @param shown what the prompt shows; null for the model's own mode
 */
public record ClipQuery(
    @Nullable Path video,
    @Nullable Path audio,
    @Nullable Path face,
    @Nullable Path image,
    String subtitle,
    @Nullable PromptMode shown,
    String question) {

  /** Asks for the emotions in a clip, as the model's own mode shows it. */
  public static ClipQuery of(Path video) {
    return new ClipQuery(video, null, null, null, "", null, Question.OV_LABEL);
  }

  /** Asks for the emotions in an image. */
  public static ClipQuery ofImage(Path image) {
    return new ClipQuery(null, null, null, image, "", PromptMode.IMAGE, Question.OV_LABEL);
  }

  /** The same with other sound than the video's own. */
  public ClipQuery withAudio(Path file) {
    return new ClipQuery(video, file, face, image, subtitle, shown, question);
  }

  /** The same with face crops, {@code uint8 [frames, height, width, 3]} in BGR. */
  public ClipQuery withFace(Path npy) {
    return new ClipQuery(video, audio, npy, image, subtitle, shown, question);
  }

  /** The same with what the person says. */
  public ClipQuery withSubtitle(String text) {
    return new ClipQuery(video, audio, face, image, text, shown, question);
  }

  /** The same with a prompt that shows other media. */
  public ClipQuery withMode(PromptMode mode) {
    return new ClipQuery(video, audio, face, image, subtitle, mode, question);
  }

  /** The same with another question; {@link Question} has the original's. */
  public ClipQuery withQuestion(String text) {
    return new ClipQuery(video, audio, face, image, subtitle, shown, text);
  }

  /** What the prompt shows: this query's mode, or the model's. */
  public PromptMode mode(AffectGptConfig model) {
    return shown == null ? PromptMode.of(model.prompt().faceOrFrame()) : shown;
  }

  /** The file whose sound is heard. */
  @Nullable Path sound() {
    return audio == null ? video : audio;
  }

  /**
   * Checks that there is a file for everything that a mode shows.
   *
   * @throws InputException naming the option that is missing
   */
  public void require(PromptMode mode) {
    for (PatchToken medium : mode.media()) {
      switch (medium) {
        case FRAME -> require(video, mode, "--video", "the frames of a clip");
        case FACE ->
            require(face, mode, "--face", "face crops (or choose multiframe_audio_frame_text)");
        case AUDIO -> require(sound(), mode, "--audio", "sound");
        case IMAGE -> require(image, mode, "--image", "an image");
        case MULTI -> throw new IllegalArgumentException(medium + " is no medium");
      }
    }
  }

  private static void require(@Nullable Path file, PromptMode mode, String option, String what) {
    if (file == null) {
      throw new InputException(option + ": mode " + mode.key() + " needs " + what);
    }
  }
}
