package org.affectgpt.corpus;

import java.util.List;

/**
 * A rendered clip.
 *
 * @param size pixels a side
 * @param fps frames a second
 * @param frames packed RGB, {@code size * size * 3} bytes each
 * @param sound mono samples in (-1, 1), as long as the frames
 * @param sampleRate samples a second
 */
public record Footage(int size, int fps, List<byte[]> frames, float[] sound, int sampleRate) {
  public Footage {
    frames = List.copyOf(frames);
  }
}
