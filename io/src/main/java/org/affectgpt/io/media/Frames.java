package org.affectgpt.io.media;

import java.util.Arrays;

/**
 * Frames of a clip as RGB bytes.
 *
 * @param rgb [count, height, width, 3]
 * @param indices the position of each frame in the clip, counted from 0 in display order
 * @param totalFrames the number of frames that the clip has
 * @param fps frames a second, 0 when the container does not know
 */
@SuppressWarnings("ArrayRecordComponent")
public record Frames(
    int count, int height, int width, byte[] rgb, int[] indices, int totalFrames, double fps) {

  public Frames {
    if (rgb.length != count * height * width * 3 || indices.length != count) {
      throw new IllegalArgumentException(
          "%d bytes and %d indices do not make %d frames of %dx%d"
              .formatted(rgb.length, indices.length, count, width, height));
    }
  }

  /** A copy of frame {@code i}, [height, width, 3]. */
  public byte[] frame(int i) {
    int size = height * width * 3;
    return Arrays.copyOfRange(rgb, i * size, (i + 1) * size);
  }

  /** The time of frame {@code i} from the start of the clip, in seconds; 0 when fps is unknown. */
  public double seconds(int i) {
    return fps > 0 ? indices[i] / fps : 0;
  }
}
