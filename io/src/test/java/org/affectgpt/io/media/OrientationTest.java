package org.affectgpt.io.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Display matrices: what is turned is turned, what is mirrored is mirrored. */
class OrientationTest {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 32;
  private static final int COLOUR_TOLERANCE = 12;

  /** Grey levels of the quarters: top left, top right, bottom left, bottom right. */
  private static final int[] LEVELS = {20, 90, 160, 230};

  @TempDir Path folder;

  /**
   * ISO/IEC 14496-12: a pixel at (x, y) is shown at (a x + c y, b x + d y), moved into the window.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 1",
    "-1, 0, 0, 1",
    "1, 0, 0, -1",
    "-1, 0, 0, -1",
    "0, 1, -1, 0",
    "0, -1, 1, 0",
    "0, 1, 1, 0",
    "0, -1, -1, 0"
  })
  void everyTurnAndReflection(int a, int b, int c, int d) throws IOException {
    Path file = clip();
    setMatrix(file, a << 16, b << 16, c << 16, d << 16);
    boolean sideways = a == 0;
    int w = sideways ? HEIGHT : WIDTH;
    int h = sideways ? WIDTH : HEIGHT;
    assertEquals(new VideoInfo(w, h, 2, 8.0), VideoReader.info(file));
    Frames frames = VideoReader.uniform(file, 2, w, h);
    for (int quarter = 0; quarter < 4; quarter++) {
      // from the centre, in halves of the size
      int x = quarter % 2 == 0 ? -1 : 1;
      int y = quarter < 2 ? -1 : 1;
      int px = w / 2 + (a * x + c * y) * w / 4;
      int py = h / 2 + (b * x + d * y) * h / 4;
      int level = SyntheticClip.pixel(frames, 1, px, py)[0];
      assertEquals(LEVELS[quarter], level, COLOUR_TOLERANCE, "quarter " + quarter);
    }
  }

  @Test
  void aScaledMatrixTurnsAllTheSame() throws IOException {
    Path file = clip();
    setMatrix(file, 0, 3 << 15, -(3 << 15), 0);
    Frames frames = VideoReader.uniform(file, 1, HEIGHT, WIDTH);
    assertEquals(LEVELS[2], SyntheticClip.pixel(frames, 0, 8, 16)[0], COLOUR_TOLERANCE);
    assertEquals(LEVELS[0], SyntheticClip.pixel(frames, 0, 24, 16)[0], COLOUR_TOLERANCE);
  }

  @Test
  void aMatrixOfZerosIsNone() throws IOException {
    Path file = clip();
    setMatrix(file, 0, 0, 0, 0);
    assertEquals(new VideoInfo(WIDTH, HEIGHT, 2, 8.0), VideoReader.info(file));
  }

  @Test
  void anObliqueTurnIsRefused() throws IOException {
    Path file = clip();
    int half = (int) Math.round(Math.sqrt(0.5) * 65536);
    setMatrix(file, half, half, -half, half);
    String said =
        assertThrows(InputException.class, () -> VideoReader.uniform(file, 1, 32, 32)).getMessage();
    assertTrue(said.startsWith(file + ": ") && said.contains("45 degrees"), said);
  }

  private Path clip() {
    byte[] rgb = new byte[WIDTH * HEIGHT * 3];
    for (int p = 0; p < WIDTH * HEIGHT; p++) {
      int quarter = (p % WIDTH < WIDTH / 2 ? 0 : 1) + (p / WIDTH < HEIGHT / 2 ? 0 : 2);
      for (int c = 0; c < 3; c++) {
        rgb[3 * p + c] = (byte) LEVELS[quarter];
      }
    }
    Path file = folder.resolve("clip.mp4");
    Mp4Writer.write(file, WIDTH, HEIGHT, 8, List.of(rgb, rgb), null, 16000);
    return file;
  }

  /** Replaces the display matrix in the header of the only track. */
  private static void setMatrix(Path file, int a, int b, int c, int d) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int tkhd = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd");
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int[] matrix = {a, b, 0, c, d, 0, 0, 0, 1 << 30};
    for (int i = 0; i < 9; i++) {
      buffer.putInt(tkhd + 44 + 4 * i, matrix[i]);
    }
    Files.write(file, bytes);
  }
}
