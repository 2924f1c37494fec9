package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;

import java.nio.file.Path;
import org.affectgpt.tensor.InputException;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Reads the first audio track of any file that FFmpeg can decode. Integer samples become floats as
 * in {@code torchaudio.load}: 16-bit PCM is divided by 32768.
 */
public final class AudioReader {
  /** Rates that recordings have; others would come from damage and cost much memory. */
  private static final int LOWEST_RATE = 1_000;

  private static final int HIGHEST_RATE = 1_000_000;

  private AudioReader() {}

  /**
   * Whether the file has an audio track.
   *
   * @throws InputException for a missing file or one that is no media file
   */
  public static boolean hasAudio(Path file) {
    try (MediaInput input = new MediaInput(file, AVMEDIA_TYPE_AUDIO)) {
      return input.hasStream();
    }
  }

  /**
   * Decodes the whole track at its own rate and with its own channels.
   *
   * @throws InputException for a missing file, one that is no media file, one without an audio
   *     track or with an empty one
   */
  public static Audio read(Path file) {
    try (MediaInput input = new MediaInput(file, AVMEDIA_TYPE_AUDIO)) {
      if (!input.hasStream()) {
        throw new InputException(file + ": has no audio track; give one with --audio");
      }
      input.openDecoder(1);
      int rate = input.stream().codecpar().sample_rate();
      PcmPlanes planes = new PcmPlanes(file);
      for (AVFrame frame = input.next(); frame != null; frame = input.next()) {
        rate = frame.sample_rate();
        if (rate < LOWEST_RATE || rate > HIGHEST_RATE) {
          throw new InputException(
              "%s: its audio claims %d samples a second; convert it to 16 kHz"
                  .formatted(file, rate));
        }
        planes.append(frame);
      }
      if (planes.samples() == 0) {
        throw new InputException(file + ": its audio track is empty");
      }
      return new Audio(planes.toArrays(), rate);
    }
  }
}
