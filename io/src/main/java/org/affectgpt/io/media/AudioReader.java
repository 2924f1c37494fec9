package org.affectgpt.io.media;

import java.nio.file.Path;
import java.util.Locale;
import org.affectgpt.tensor.InputException;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Reads the sound of any file that FFmpeg can decode. Integer samples become floats as in {@code
 * torchaudio.load}: 16-bit PCM is divided by 32768.
 */
public final class AudioReader {
  /** Rates that recordings have; others would come from damage and cost much memory. */
  private static final int LOWEST_RATE = 1_000;

  private static final int HIGHEST_RATE = 1_000_000;

  /** Full scale is 1; squares of what is beyond this no longer fit into a float. */
  private static final float LOUDEST = 1e9f;

  private AudioReader() {}

  /**
   * Whether the file has an audio track.
   *
   * @throws InputException for a missing file or one that is no media file
   */
  public static boolean hasAudio(Path file) {
    try (MediaFile clip = MediaFile.open(file, MediaFile.Part.SOUND)) {
      return clip.hasSound();
    }
  }

  /**
   * Decodes the whole track at its own rate and with its own channels; a track that changes either
   * on its way comes as one channel of 16 kHz, each piece resampled at its own rate.
   *
   * @throws InputException for a missing file, one that is no media file, one without an audio
   *     track, with an empty one or with samples that are no numbers
   */
  public static Audio read(Path file) {
    try (MediaFile clip = MediaFile.open(file, MediaFile.Part.SOUND)) {
      return read(clip);
    }
  }

  /** The same of a file that is open. */
  public static Audio read(MediaFile clip) {
    Path file = clip.path();
    if (!clip.hasSound()) {
      throw new InputException(file + ": has no audio track; give a file with sound");
    }
    var packets = clip.soundPackets();
    PcmPieces pieces = new PcmPieces(file);
    try (StreamDecoder decoder = new StreamDecoder(file, clip.sound(), packets, 1)) {
      for (AVFrame frame = decoder.next(); frame != null; frame = decoder.next()) {
        int rate = frame.sample_rate();
        if (rate < LOWEST_RATE || rate > HIGHEST_RATE) {
          throw new InputException(
              "%s: its audio claims %d samples a second; convert it to 16 kHz"
                  .formatted(file, rate));
        }
        pieces.append(frame);
      }
      if (pieces.samples() == 0) {
        throw new InputException(file + ": its audio track is empty; give a file with sound");
      }
      return pieces.join();
    } finally {
      pieces.close();
    }
  }

  /** The planes of a piece, once it is known that every sample can be computed with. */
  static float[][] checked(float[][] planes, int rate, Path file) {
    for (float[] plane : planes) {
      for (int i = 0; i < plane.length; i++) {
        if (!(Math.abs(plane[i]) <= LOUDEST)) {
          String value = Float.isNaN(plane[i]) ? "is not a number" : "is " + plane[i];
          throw new InputException(
              String.format(
                  Locale.ROOT,
                  "%s: sample %d of its sound, at %.2f s, %s; record or convert the sound again",
                  file,
                  i,
                  (double) i / rate,
                  value));
        }
      }
    }
    return planes;
  }
}
