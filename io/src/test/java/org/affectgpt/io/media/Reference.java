package org.affectgpt.io.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.affectgpt.io.safetensors.SafeTensorsFile;

/** Arrays computed by the reference implementations, and measures of how far ours are from them. */
final class Reference {
  private Reference() {}

  /** Made with Pillow, transformers, OpenCV and torch. */
  static SafeTensorsFile open() throws URISyntaxException {
    return SafeTensorsFile.open(Path.of(Reference.class.getResource("media.safetensors").toURI()));
  }

  static byte[] bytes(SafeTensorsFile file, String name) {
    float[] values = file.entry(name).toFloats();
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (int) values[i];
    }
    return bytes;
  }

  static RgbImage image(SafeTensorsFile file, String name) {
    int[] shape = file.entry(name).intShape();
    return new RgbImage(shape[1], shape[0], bytes(file, name));
  }

  static double maxDifference(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    double max = 0;
    for (int i = 0; i < expected.length; i++) {
      max = Math.max(max, Math.abs(expected[i] - actual[i]));
    }
    return max;
  }

  static double meanDifference(byte[] expected, byte[] actual) {
    assertEquals(expected.length, actual.length);
    double sum = 0;
    for (int i = 0; i < expected.length; i++) {
      sum += Math.abs((expected[i] & 0xff) - (actual[i] & 0xff));
    }
    return sum / expected.length;
  }

  static int maxDifference(byte[] expected, byte[] actual) {
    assertEquals(expected.length, actual.length);
    int max = 0;
    for (int i = 0; i < expected.length; i++) {
      max = Math.max(max, Math.abs((expected[i] & 0xff) - (actual[i] & 0xff)));
    }
    return max;
  }
}
