package org.affectgpt.app.infer;

import java.nio.file.Path;
import org.affectgpt.app.prompt.PromptMode;
import org.jspecify.annotations.Nullable;

/**
 * A question about a clip on disk.
 *
 * @param audio the sound; null takes the video's own sound track
 * @param subtitle what is said; may be empty
 */
public record ClipQuery(
    Path video, @Nullable Path audio, String subtitle, PromptMode mode, String question) {

  /** The file whose sound is heard. */
  public Path sound() {
    return audio == null ? video : audio;
  }
}
