package org.affectgpt.model;

import java.nio.file.Path;
import org.affectgpt.io.media.Audio;
import org.affectgpt.io.media.AudioClips;
import org.affectgpt.io.media.AudioReader;
import org.affectgpt.io.media.BicubicResize;
import org.affectgpt.io.media.ClipImageProcessor;
import org.affectgpt.io.media.ClipSampling;
import org.affectgpt.io.media.FaceReader;
import org.affectgpt.io.media.Frames;
import org.affectgpt.io.media.ImageProcessorConfig;
import org.affectgpt.io.media.RgbImage;
import org.affectgpt.io.media.Scaling;
import org.affectgpt.io.media.VideoReader;
import org.affectgpt.tensor.InputException;

/**
 * Reads frames and sound of a clip the way the original prepares them ({@code
 * base_dataset.py:read_frame_face_audio_text}).
 */
public final class ClipReader {
  private static final int SAMPLE_RATE = 16000;

  private final int frames;
  private final int size;
  private final ClipImageProcessor processor;
  private final ClipSampling sampling;

  /**
   * @param size the side of the encoder's images; frames are decoded at this size, aspect ratio
   *     ignored
   */
  public ClipReader(AffectGptConfig config, ImageProcessorConfig images, int size) {
    MediaConfig media = config.media();
    this.frames = media.frames();
    this.size = size;
    this.processor = new ClipImageProcessor(images);
    this.sampling =
        new ClipSampling(
            media.audioClips(), media.audioClipSeconds(), SAMPLE_RATE, media.audioClipDivisor());
  }

  /** Uniformly spaced frames, as read: decord scales bilinearly (golden preprocess, meta.json). */
  public Frames frames(Path video) {
    return VideoReader.uniform(video, frames, size, size, Scaling.BILINEAR);
  }

  /** Uniformly spaced face crops of an {@code .npy} file, blue before red as they lie there. */
  public Frames faces(Path npy) {
    return FaceReader.uniform(npy, frames, size, size);
  }

  /** An image file as one frame, stretched as Pillow's {@code resize} does. */
  public Frames image(Path file) {
    RgbImage image = BicubicResize.resize(RgbImage.read(file), size, size);
    return new Frames(1, size, size, image.rgb(), new int[1], 1, 0);
  }

  /** Frames as the vision encoder takes them. */
  public float[] pixels(Frames read) {
    return processor.apply(read);
  }

  /**
   * Sound windows of a file, resampled and mixed down.
   *
   * @param remedy what to do about silence, in which no voice can be heard
   * @throws InputException when the file has no sound track, or only silence
   */
  public float[][] windows(Path file, String remedy) {
    Audio audio = AudioReader.read(file);
    if (audio.isSilent()) {
      throw new InputException(file + ": the sound is silent; " + remedy);
    }
    return AudioClips.cut(audio.resample(SAMPLE_RATE).mono(), sampling);
  }
}
