package org.affectgpt.io.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.affectgpt.io.media.ImageProcessorConfig.Step;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResizeTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void bicubicEqualsPillow(int i) throws Exception {
    try (SafeTensorsFile file = Reference.open()) {
      RgbImage image = Reference.image(file, "image." + i);
      RgbImage expected = Reference.image(file, "bicubic." + i);
      RgbImage actual = BicubicResize.resize(image, expected.width(), expected.height());
      assertArrayEquals(expected.rgb(), actual.rgb());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void pixelValuesEqualTransformers(int i) throws Exception {
    try (SafeTensorsFile file = Reference.open()) {
      ClipImageProcessor processor = new ClipImageProcessor(ImageProcessorConfig.clip(32));
      float[] actual = processor.apply(Reference.image(file, "image." + i));
      float[] expected = file.entry("pixel_values." + i).toFloats();
      assertEquals(0, Reference.maxDifference(expected, actual), 1e-6);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void bilinearIsWithinOneStepOfOpenCv(int i) throws Exception {
    try (SafeTensorsFile file = Reference.open()) {
      RgbImage face = Reference.image(file, "face." + i);
      RgbImage expected = Reference.image(file, "resized_face." + i);
      byte[] actual =
          Cv2BilinearResize.resize(
              face.rgb(), face.width(), face.height(), 3, expected.width(), expected.height());
      assertTrue(Reference.maxDifference(expected.rgb(), actual) <= 1);
      assertTrue(Reference.meanDifference(expected.rgb(), actual) < 0.2);
    }
  }

  @Test
  void framesAreProcessedOneByOne() {
    byte[] rgb = new byte[2 * 4 * 4 * 3];
    Arrays.fill(rgb, 48, 96, (byte) 255);
    Frames frames = new Frames(2, 4, 4, rgb, new int[] {0, 1}, 2, 25);
    float[] pixels = new ClipImageProcessor(ImageProcessorConfig.clip(4)).apply(frames);
    assertEquals(2 * 3 * 16, pixels.length);
    assertEquals(-0.48145466f / 0.26862954f, pixels[0], 1e-6);
    assertEquals((1 - 0.40821073f) / 0.27577711f, pixels[95], 1e-6);
  }

  @Test
  void cropLargerThanTheImageIsPaddedWithBlack() {
    ImageProcessorConfig config =
        new ImageProcessorConfig(
            new Step(false, 0, 0),
            new Step(true, 4, 4),
            1 / 255.0,
            new float[3],
            new float[] {1, 1, 1});
    byte[] white = new byte[2 * 2 * 3];
    Arrays.fill(white, (byte) 255);
    float[] pixels = new ClipImageProcessor(config).apply(new RgbImage(2, 2, white));
    float[] channel = {0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0};
    assertArrayEquals(channel, Arrays.copyOf(pixels, 16));
  }

  @Test
  void configurationForms() throws IOException {
    Path edge =
        Files.writeString(
            folder.resolve("a.json"),
            "{\"size\": 32, \"crop_size\": 24, \"do_normalize\": false, \"rescale_factor\": 0.5}");
    ImageProcessorConfig a = read(edge);
    assertEquals(0, a.resize().width());
    assertEquals(32, a.resize().height());
    assertEquals(24, a.crop().width());
    assertEquals(0.5, a.rescaleFactor());
    assertArrayEquals(new float[] {1, 1, 1}, a.std());
    Path box =
        Files.writeString(
            folder.resolve("b.json"),
            "{\"size\": {\"height\": 7, \"width\": 5}, \"do_center_crop\": false}");
    float[] pixels = new ClipImageProcessor(read(box)).apply(new RgbImage(9, 9, new byte[243]));
    assertEquals(3 * 7 * 5, pixels.length);
    Path nearest = Files.writeString(folder.resolve("c.json"), "{\"resample\": 0}");
    assertThrows(InputException.class, () -> read(nearest));
    Path damaged = Files.writeString(folder.resolve("d.json"), "{\"resample\": ");
    assertThrows(InputException.class, () -> read(damaged));
  }

  @Test
  void greyImagesKeepTheirLevels() throws IOException {
    BufferedImage grey = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(1, 1, 0, 77);
    Path file = folder.resolve("grey.png");
    ImageIO.write(grey, "png", file.toFile());
    byte[] rgb = RgbImage.read(file).rgb();
    assertArrayEquals(new byte[] {77, 77, 77}, Arrays.copyOfRange(rgb, 12, 15));
    assertEquals(0, rgb[0]);
  }

  @Test
  void transparencyIsDropped() throws IOException {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(200, 100, 50, 255));
    graphics.fillRect(0, 0, 2, 2);
    graphics.dispose();
    image.setRGB(0, 0, 0x80c86432);
    Path file = folder.resolve("clear.png");
    ImageIO.write(image, "png", file.toFile());
    byte[] rgb = RgbImage.read(file).rgb();
    assertArrayEquals(new byte[] {(byte) 200, 100, 50}, Arrays.copyOf(rgb, 3));
  }

  @Test
  void filesThatAreNoImages() throws IOException {
    Path text = Files.writeString(folder.resolve("text.png"), "hello");
    assertThrows(InputException.class, () -> RgbImage.read(text));
    assertThrows(InputException.class, () -> RgbImage.read(folder.resolve("missing.png")));
  }

  private static ImageProcessorConfig read(Path file) throws IOException {
    return ImageProcessorConfig.read(JsonConfig.parse(Files.readString(file), file.toString()));
  }
}
