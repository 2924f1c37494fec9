package org.affectgpt.io.media;

/**
 * OpenCV's {@code cv2.resize(image, size)} on 8-bit images with its default INTER_LINEAR:
 * half-pixel centres, no antialiasing, weights in fixed point with 11 fractional bits; an exact
 * halving averages 2x2 pixels. Channels keep their order.
 */
public final class Cv2BilinearResize {
  private static final int ONE = 1 << 11;

  private Cv2BilinearResize() {}

  /**
   * @param image [height, width, channels]
   * @return [outHeight, outWidth, channels]
   */
  public static byte[] resize(
      byte[] image, int width, int height, int channels, int outWidth, int outHeight) {
    if (image.length != width * height * channels || outWidth < 1 || outHeight < 1) {
      throw new IllegalArgumentException(
          "cannot resize %d bytes, %dx%dx%d, to %dx%d"
              .formatted(image.length, width, height, channels, outWidth, outHeight));
    }
    if (width == outWidth && height == outHeight) {
      return image.clone();
    }
    if (width == 2 * outWidth && height == 2 * outHeight) {
      return halve(image, width, channels, outWidth, outHeight);
    }
    Axis columns = Axis.of(width, outWidth);
    Axis rows = Axis.of(height, outHeight);
    byte[] out = new byte[outWidth * outHeight * channels];
    int[] upper = new int[outWidth * channels];
    int[] lower = new int[outWidth * channels];
    for (int y = 0; y < outHeight; y++) {
      interpolateRow(image, width, channels, Math.clamp(rows.at[y], 0, height - 1), columns, upper);
      interpolateRow(
          image, width, channels, Math.clamp(rows.at[y] + 1, 0, height - 1), columns, lower);
      for (int i = 0; i < upper.length; i++) {
        int a = (rows.near[y] * (upper[i] >> 4)) >> 16;
        int b = (rows.far[y] * (lower[i] >> 4)) >> 16;
        out[y * upper.length + i] = (byte) Math.clamp((a + b + 2) >> 2, 0, 255);
      }
    }
    return out;
  }

  /** Source positions and the weights of each and of its successor. */
  private record Axis(int[] at, int[] near, int[] far) {
    static Axis of(int from, int to) {
      double scale = 1.0 / ((double) to / from);
      Axis axis = new Axis(new int[to], new int[to], new int[to]);
      for (int o = 0; o < to; o++) {
        float position = (float) ((o + 0.5) * scale - 0.5);
        int whole = (int) Math.floor(position);
        float fraction = position - whole;
        axis.at[o] = whole;
        axis.near[o] = (int) Math.rint((1f - fraction) * ONE);
        axis.far[o] = (int) Math.rint(fraction * ONE);
      }
      return axis;
    }
  }

  private static void interpolateRow(
      byte[] image, int width, int channels, int row, Axis columns, int[] out) {
    int base = row * width;
    for (int x = 0; x < columns.at.length; x++) {
      int left = (base + Math.clamp(columns.at[x], 0, width - 1)) * channels;
      int right = (base + Math.clamp(columns.at[x] + 1, 0, width - 1)) * channels;
      for (int c = 0; c < channels; c++) {
        out[x * channels + c] =
            (image[left + c] & 0xff) * columns.near[x] + (image[right + c] & 0xff) * columns.far[x];
      }
    }
  }

  private static byte[] halve(byte[] image, int width, int channels, int outWidth, int outHeight) {
    byte[] out = new byte[outWidth * outHeight * channels];
    for (int y = 0; y < outHeight; y++) {
      for (int x = 0; x < outWidth; x++) {
        for (int c = 0; c < channels; c++) {
          int p = (2 * y * width + 2 * x) * channels + c;
          int q = p + width * channels;
          int sum =
              (image[p] & 0xff)
                  + (image[p + channels] & 0xff)
                  + (image[q] & 0xff)
                  + (image[q + channels] & 0xff);
          out[(y * outWidth + x) * channels + c] = (byte) ((sum + 2) >> 2);
        }
      }
    }
    return out;
  }
}
