package org.affectgpt.report;

import java.util.List;

/**
 * A clip as the model met it, with the answers of the stages.
 *
 * @param name the clip's name
 * @param frames RGB pictures, each {@code [height, width, 3]} bytes; at most eight are shown
 * @param width the frames' width in pixels
 * @param height the frames' height in pixels
 * @param subtitle what is said; empty if the clip has no subtitle
 * @param gold the gold labels
 * @param answers the stages' answers, the first stage first; the wheel shows the last one
 */
public record SampleClip(
    String name,
    List<byte[]> frames,
    int width,
    int height,
    Sound sound,
    String subtitle,
    List<String> gold,
    List<StageAnswer> answers) {

  /**
   * The sound of a clip.
   *
   * @param samples mono samples in -1 to 1; may be empty
   * @param rate samples per second
   */
  @SuppressWarnings("ArrayRecordComponent") // bulk data, never compared
  public record Sound(float[] samples, int rate) {
    public Sound {
      if (rate < 1) {
        throw new IllegalArgumentException("sample rate must be positive, is " + rate);
      }
    }
  }

  public SampleClip {
    frames = List.copyOf(frames);
    gold = List.copyOf(gold);
    answers = List.copyOf(answers);
    for (byte[] frame : frames) {
      if (frame.length != width * height * 3) {
        throw new IllegalArgumentException(
            "a frame of " + width + " x " + height + " RGB pixels has " + frame.length + " bytes");
      }
    }
  }
}
