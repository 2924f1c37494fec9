package org.affectgpt.infer;

import java.nio.file.Path;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A question about a clip or an image on disk.
 *
 * @param video the clip; null where the mode needs neither its frames nor its sound
 * @param audio the sound; null takes the video's own sound track
 * @param face face crops, {@code .npy}, for modes that show them
 * @param image an image, for the mode {@code image}
 * @param subtitle what is said; may be empty
 */
public record ClipQuery(
    @Nullable Path video,
    @Nullable Path audio,
    @Nullable Path face,
    @Nullable Path image,
    String subtitle,
    PromptMode mode,
    String question) {

  /**
   * Checks that there is a file for everything that the mode shows.
   *
   * @throws InputException naming the option that is missing
   */
  public void requireMedia() {
    for (PatchToken medium : mode.media()) {
      switch (medium) {
        case FRAME -> frames();
        case FACE -> faces();
        case AUDIO -> sound();
        case IMAGE -> picture();
        case MULTI -> throw new IllegalArgumentException(medium + " is no medium");
      }
    }
  }

  /** The clip whose frames are shown. */
  public Path frames() {
    return required(video, "--video", "the frames of a clip");
  }

  /** The file whose sound is heard. */
  public Path sound() {
    return required(audio == null ? video : audio, "--audio", "sound");
  }

  /** The face crops that are shown. */
  public Path faces() {
    return required(face, "--face", "face crops (or choose multiframe_audio_frame_text)");
  }

  /** The image that is shown. */
  public Path picture() {
    return required(image, "--image", "an image");
  }

  private Path required(@Nullable Path file, String option, String what) {
    if (file == null) {
      throw new InputException(option + ": mode " + mode.key() + " needs " + what);
    }
    return file;
  }
}
