package org.affectgpt.io.media;

import java.util.ArrayList;
import java.util.List;

/** Pictures and sounds whose content tells which frame or sample they are. */
final class SyntheticClip {
  private SyntheticClip() {}

  /** Left half grey of level {@code 16 * (i % 16)}, right half red, for frame {@code i}. */
  static List<byte[]> frames(int count, int width, int height) {
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] rgb = new byte[width * height * 3];
      for (int p = 0; p < width * height; p++) {
        boolean left = p % width < width / 2;
        byte level = (byte) (16 * (i % 16));
        rgb[3 * p] = left ? level : (byte) 200;
        rgb[3 * p + 1] = left ? level : 30;
        rgb[3 * p + 2] = left ? level : 30;
      }
      frames.add(rgb);
    }
    return frames;
  }

  static float[] tone(int samples, int rate, double hertz) {
    float[] wave = new float[samples];
    for (int i = 0; i < samples; i++) {
      wave[i] = (float) (0.5 * Math.sin(2 * Math.PI * hertz * i / rate));
    }
    return wave;
  }

  /** The RGB value at a place of frame {@code i}, as three ints. */
  static int[] pixel(Frames frames, int i, int x, int y) {
    byte[] rgb = frames.frame(i);
    int at = (y * frames.width() + x) * 3;
    return new int[] {rgb[at] & 0xff, rgb[at + 1] & 0xff, rgb[at + 2] & 0xff};
  }
}
