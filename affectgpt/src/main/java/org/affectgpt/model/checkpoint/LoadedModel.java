package org.affectgpt.model.checkpoint;

import java.util.List;
import java.util.stream.Stream;
import org.affectgpt.io.media.Frames;
import org.affectgpt.io.media.ImageProcessorConfig;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.ClipReader;
import org.affectgpt.model.MediaEncoder;

/**
 * A model with everything that leads to it from a file.
 *
 * @param parts where it came from
 * @param unmatched lines for people about names that did not match while loading; mostly empty
 * @param settings lines for people about keys of the parts' configurations; mostly empty
 */
public record LoadedModel(
    ModelSources parts,
    AffectGptModel model,
    MediaEncoder encoder,
    ImageProcessorConfig images,
    List<String> unmatched,
    List<String> settings) {
  public LoadedModel {
    unmatched = List.copyOf(unmatched);
    settings = List.copyOf(settings);
  }

  /** What the user should know, one line each. */
  public List<String> notes() {
    return Stream.concat(settings.stream(), unmatched.stream()).toList();
  }

  /** Reads clips as this model wants them. */
  public ClipReader reader() {
    return new ClipReader(model.config(), images, encoder.vision().config().imageSize());
  }

  /** The features of frames that {@link #reader} read. */
  public float[] encode(Frames frames) {
    return encoder.frames(reader().pixels(frames));
  }
}
