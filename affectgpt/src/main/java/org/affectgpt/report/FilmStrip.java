package org.affectgpt.report;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;

/** Writes a clip's frames side by side, each a PNG inside the page. */
final class FilmStrip {
  /** More frames, or larger ones, would make the file heavy and show no more. */
  private static final int FRAMES = 8;

  private static final int SIDE = 96;

  private FilmStrip() {}

  static void write(Markup page, SampleClip clip) {
    if (clip.frames().isEmpty()) {
      page.leaf("p", "No video.", "class", "nothing");
      return;
    }
    List<byte[]> all = clip.frames();
    int shown = Math.min(FRAMES, all.size());
    // Enlarged small frames keep their hard pixels: that is what the model sees.
    String kind = Math.max(clip.width(), clip.height()) < SIDE ? "film pixels" : "film";
    page.open("div", "class", kind, "style", "--n:" + shown + ";--m:" + (shown + 1) / 2);
    for (int i = 0; i < shown; i++) {
      int index = shown == 1 ? 0 : Math.round(i * (all.size() - 1f) / (shown - 1f));
      page.empty(
          "img",
          "src",
          "data:image/png;base64," + png(all.get(index), clip.width(), clip.height()),
          "alt",
          "Frame " + (index + 1) + " of " + all.size() + " of clip " + clip.name(),
          "width",
          Integer.toString(clip.width()),
          "height",
          Integer.toString(clip.height()));
    }
    page.close();
  }

  private static String png(byte[] rgb, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i += 3) {
        int r = rgb[i] & 255;
        int g = rgb[i + 1] & 255;
        int b = rgb[i + 2] & 255;
        image.setRGB(x, y, r << 16 | g << 8 | b);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(fitted(image), "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("a frame could not be encoded", e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /** Halves the picture until it is near the size it is shown at, then fits it. */
  private static BufferedImage fitted(BufferedImage image) {
    int side = Math.max(image.getWidth(), image.getHeight());
    if (side <= SIDE) {
      return image;
    }
    double factor = Math.max(0.5, SIDE / (double) side);
    int width = Math.max(1, (int) Math.round(image.getWidth() * factor));
    int height = Math.max(1, (int) Math.round(image.getHeight() * factor));
    BufferedImage smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = smaller.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return fitted(smaller);
  }
}
