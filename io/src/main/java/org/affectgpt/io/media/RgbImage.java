package org.affectgpt.io.media;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.affectgpt.io.InputFile;
import org.affectgpt.tensor.InputException;

/**
 * An image as RGB bytes.
 *
 * @param rgb [height, width, 3]
 */
@SuppressWarnings("ArrayRecordComponent")
public record RgbImage(int width, int height, byte[] rgb) {
  /** Beyond this Pillow warns of a decompression bomb. */
  private static final long MOST_PIXELS = 89_478_485;

  public RgbImage {
    if (width < 1 || height < 1 || rgb.length != width * height * 3) {
      throw new IllegalArgumentException(
          "%d bytes do not make an RGB image of %dx%d".formatted(rgb.length, width, height));
    }
  }

  /**
   * Reads a PNG, JPEG, GIF or BMP file; transparency is dropped and grey becomes three equal
   * channels, as Pillow's {@code convert("RGB")} does.
   *
   * @throws InputException for a missing file or one that is no such image
   */
  public static RgbImage read(Path file) {
    InputFile.require(file, "no such file; check the path");
    BufferedImage image;
    try {
      requireReasonable(file);
      image = ImageIO.read(file.toFile());
    } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new InputException(file + ": cannot read it as an image (" + e.getMessage() + ")", e);
    }
    if (image == null) {
      throw new InputException(file + ": not an image of a known format; convert it to PNG");
    }
    return of(image);
  }

  /** Looks at the size that the file claims before memory is taken for it. */
  private static void requireReasonable(Path file) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (readers.hasNext()) {
        ImageReader reader = readers.next();
        reader.setInput(in);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        reader.dispose();
        if (pixels > MOST_PIXELS) {
          throw new InputException(file + ": has " + pixels + " pixels; make it smaller");
        }
      }
    }
  }

  /** The pixels of a Java2D image. */
  public static RgbImage of(BufferedImage image) {
    int w = image.getWidth();
    int h = image.getHeight();
    byte[] rgb = new byte[w * h * 3];
    Raster raster = image.getRaster();
    boolean grey = raster.getNumBands() < 3 && !(image.getColorModel() instanceof IndexColorModel);
    if (grey) {
      // Java2D treats grey as linear light and would brighten it on the way to RGB.
      int[] level = raster.getSamples(0, 0, w, h, 0, (int[]) null);
      int shift = Math.max(0, image.getSampleModel().getSampleSize(0) - 8);
      for (int i = 0; i < w * h; i++) {
        Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) (level[i] >> shift));
      }
      return new RgbImage(w, h, rgb);
    }
    int[] argb = image.getRGB(0, 0, w, h, null, 0, w);
    for (int i = 0; i < w * h; i++) {
      rgb[3 * i] = (byte) (argb[i] >> 16);
      rgb[3 * i + 1] = (byte) (argb[i] >> 8);
      rgb[3 * i + 2] = (byte) argb[i];
    }
    return new RgbImage(w, h, rgb);
  }
}
