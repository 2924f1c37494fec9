package org.affectgpt.app.model;

import java.nio.file.Path;
import org.affectgpt.io.media.Frames;
import org.affectgpt.io.media.ImageProcessorConfig;

/**
 * A model with everything that leads to it from a file.
 *
 * @param folder where it came from
 */
public record LoadedModel(
    Path folder, AffectGptModel model, MediaEncoder encoder, ImageProcessorConfig images) {

  /** Reads clips as this model wants them. */
  public ClipReader reader() {
    return new ClipReader(model.config(), images, encoder.vision().config().imageSize());
  }

  /** The features of frames that {@link #reader} read. */
  public float[] encode(Frames frames) {
    return encoder.frames(reader().pixels(frames));
  }
}
