package org.affectgpt.io.media;

/**
 * Pillow's {@code Image.resize(size, BICUBIC)} on 8-bit images, bit for bit: a separable cubic
 * convolution (Keys, a = -0.5) whose support grows with the reduction, in fixed point with 22
 * fractional bits, rows first, the intermediate image rounded to bytes.
 */
public final class BicubicResize {
  private static final int PRECISION_BITS = 32 - 8 - 2;
  private static final double SUPPORT = 2.0;

  private BicubicResize() {}

  /** The image stretched to exactly {@code width} x {@code height}. */
  public static RgbImage resize(RgbImage image, int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("cannot resize to %dx%d".formatted(width, height));
    }
    RgbImage wide = width == image.width() ? image : horizontal(image, width);
    return height == wide.height() ? wide : vertical(wide, height);
  }

  /** For each output position the first source position and the fixed-point weights from there. */
  private record Weights(int[] first, int[][] taps) {
    static Weights of(int from, int to) {
      double scale = (double) from / to;
      double filterScale = Math.max(scale, 1.0);
      double support = SUPPORT * filterScale;
      int[] first = new int[to];
      int[][] taps = new int[to][];
      for (int o = 0; o < to; o++) {
        double center = (o + 0.5) * scale;
        int begin = Math.max(0, (int) (center - support + 0.5));
        int end = Math.min(from, (int) (center + support + 0.5));
        double[] weights = new double[end - begin];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
          weights[i] = cubic((i + begin - center + 0.5) * (1.0 / filterScale));
          sum += weights[i];
        }
        first[o] = begin;
        taps[o] = new int[weights.length];
        for (int i = 0; i < weights.length; i++) {
          double w = sum == 0 ? weights[i] : weights[i] / sum;
          taps[o][i] = (int) (w * (1 << PRECISION_BITS) + (w < 0 ? -0.5 : 0.5));
        }
      }
      return new Weights(first, taps);
    }
  }

  private static double cubic(double x) {
    double a = -0.5;
    double t = Math.abs(x);
    if (t < 1) {
      return ((a + 2) * t - (a + 3)) * t * t + 1;
    }
    return t < 2 ? (((t - 5) * t + 8) * t - 4) * a : 0;
  }

  private static RgbImage horizontal(RgbImage image, int width) {
    Weights weights = Weights.of(image.width(), width);
    byte[] out = new byte[width * image.height() * 3];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < width; x++) {
        int from = (y * image.width() + weights.first[x]) * 3;
        filter(image.rgb(), from, 3, weights.taps[x], out, (y * width + x) * 3);
      }
    }
    return new RgbImage(width, image.height(), out);
  }

  private static RgbImage vertical(RgbImage image, int height) {
    Weights weights = Weights.of(image.height(), height);
    int width = image.width();
    byte[] out = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = (weights.first[y] * width + x) * 3;
        filter(image.rgb(), from, 3 * width, weights.taps[y], out, (y * width + x) * 3);
      }
    }
    return new RgbImage(width, height, out);
  }

  private static void filter(byte[] in, int from, int step, int[] taps, byte[] out, int at) {
    int half = 1 << (PRECISION_BITS - 1);
    int r = half;
    int g = half;
    int b = half;
    for (int i = 0, p = from; i < taps.length; i++, p += step) {
      r += (in[p] & 0xff) * taps[i];
      g += (in[p + 1] & 0xff) * taps[i];
      b += (in[p + 2] & 0xff) * taps[i];
    }
    out[at] = (byte) Math.clamp(r >> PRECISION_BITS, 0, 255);
    out[at + 1] = (byte) Math.clamp(g >> PRECISION_BITS, 0, 255);
    out[at + 2] = (byte) Math.clamp(b >> PRECISION_BITS, 0, 255);
  }
}
