package org.affectgpt.io.media;

/**
 * Turns images into the pixel values of a vision encoder, as the image processor of transformers
 * does: resize (bicubic), cut the centre out, rescale, normalise. The original AffectGPT feeds it
 * frames that are 224x224 already, for which resize and crop change nothing.
 */
public final class ClipImageProcessor {
  private final ImageProcessorConfig config;

  public ClipImageProcessor(ImageProcessorConfig config) {
    this.config = config;
  }

  /** The pixel values of one image, [3, height, width]. */
  public float[] apply(RgbImage image) {
    RgbImage resized = config.resize().taken() ? resize(image) : image;
    int width = config.crop().taken() ? config.crop().width() : resized.width();
    int height = config.crop().taken() ? config.crop().height() : resized.height();
    float[] pixels = new float[3 * height * width];
    normalise(resized, width, height, pixels, 0);
    return pixels;
  }

  /** The pixel values of all frames, [count, 3, height, width]. */
  public float[] apply(Frames frames) {
    float[] all = new float[0];
    for (int i = 0; i < frames.count(); i++) {
      float[] one = apply(new RgbImage(frames.width(), frames.height(), frames.frame(i)));
      if (i == 0) {
        all = new float[Math.multiplyExact(one.length, frames.count())];
      }
      System.arraycopy(one, 0, all, i * one.length, one.length);
    }
    return all;
  }

  private RgbImage resize(RgbImage image) {
    int w = image.width();
    int h = image.height();
    if (config.resize().width() > 0) {
      return BicubicResize.resize(image, config.resize().width(), config.resize().height());
    }
    int edge = config.resize().height();
    int longer = (int) ((double) ((long) edge * Math.max(w, h)) / Math.min(w, h));
    return w <= h
        ? BicubicResize.resize(image, edge, longer)
        : BicubicResize.resize(image, longer, edge);
  }

  /** Cuts the centre out (what lies outside the image is black), rescales and normalises. */
  private void normalise(RgbImage image, int width, int height, float[] out, int offset) {
    int left = Math.floorDiv(image.width() - width, 2);
    int top = Math.floorDiv(image.height() - height, 2);
    for (int c = 0; c < 3; c++) {
      float[] value = new float[256];
      for (int v = 0; v < 256; v++) {
        value[v] = ((float) (v * config.rescaleFactor()) - config.mean()[c]) / config.std()[c];
      }
      int at = offset + c * height * width;
      for (int y = top; y < top + height; y++) {
        for (int x = left; x < left + width; x++) {
          boolean inside = x >= 0 && y >= 0 && x < image.width() && y < image.height();
          out[at++] = value[inside ? image.rgb()[(y * image.width() + x) * 3 + c] & 0xff : 0];
        }
      }
    }
  }
}
