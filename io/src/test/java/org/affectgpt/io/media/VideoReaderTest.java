package org.affectgpt.io.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoReaderTest {
  private static final int COLOUR_TOLERANCE = 6;

  @TempDir Path folder;

  private Path clip(String name, int frames, int width, int height) {
    Path file = folder.resolve(name);
    Mp4Writer.write(
        file, width, height, 8, SyntheticClip.frames(frames, width, height), null, 16000);
    return file;
  }

  @Test
  void uniformFramesAreTheOnesNamed() {
    Frames frames = VideoReader.uniform(clip("a.mp4", 16, 64, 48), 8, 32, 32);
    assertArrayEquals(new int[] {0, 2, 4, 6, 8, 10, 12, 14}, frames.indices());
    assertEquals(16, frames.totalFrames());
    assertEquals(8.0, frames.fps(), 1e-9);
    assertEquals(1.75, frames.seconds(7), 1e-9);
    for (int i = 0; i < 8; i++) {
      int grey = 16 * frames.indices()[i];
      assertColour(new int[] {grey, grey, grey}, SyntheticClip.pixel(frames, i, 6, 16));
      assertColour(new int[] {200, 30, 30}, SyntheticClip.pixel(frames, i, 26, 16));
    }
  }

  @Test
  void shortClipsRepeatTheirLastFrame() {
    Frames frames = VideoReader.uniform(clip("short.mp4", 3, 64, 64), 8, 64, 64);
    assertArrayEquals(new int[] {0, 1, 2, 2, 2, 2, 2, 2}, frames.indices());
    assertArrayEquals(frames.frame(2), frames.frame(7));
    assertEquals(3, frames.totalFrames());
  }

  @Test
  void oddSizesAndNamesWithSpecialCharacters() {
    Frames frames = VideoReader.uniform(clip("a b:é%d.mp4", 5, 65, 37), 2, 31, 17);
    assertArrayEquals(new int[] {0, 2}, frames.indices());
    assertColour(new int[] {32, 32, 32}, SyntheticClip.pixel(frames, 1, 3, 8));
    assertColour(new int[] {200, 30, 30}, SyntheticClip.pixel(frames, 1, 28, 8));
  }

  @Test
  void allStopsAtTheLimit() {
    Path file = clip("all.mp4", 9, 32, 32);
    assertEquals(9, VideoReader.all(file, 100, 32, 32).count());
    Frames four = VideoReader.all(file, 4, 32, 32);
    assertEquals(4, four.count());
    assertEquals(9, four.totalFrames());
    assertEquals(new VideoInfo(32, 32, 9, 8.0), VideoReader.info(file));
  }

  @Test
  void theSameClipGivesTheSameBytesFromAnyThread() throws IOException {
    List<byte[]> pictures = SyntheticClip.frames(8, 48, 48);
    float[] wave = SyntheticClip.tone(16000, 16000, 220);
    List<Path> files =
        IntStream.range(0, 12)
            .parallel()
            .mapToObj(
                i -> {
                  Path file = folder.resolve("parallel" + i + ".mp4");
                  Mp4Writer.write(file, 48, 48, 12.5, pictures, wave, 16000);
                  return file;
                })
            .toList();
    byte[] first = Files.readAllBytes(files.getFirst());
    for (Path file : files) {
      assertArrayEquals(first, Files.readAllBytes(file));
    }
    try (var listing = Files.list(folder)) {
      assertTrue(listing.noneMatch(p -> p.toString().endsWith(".tmp")));
    }
  }

  private static void assertColour(int[] expected, int[] actual) {
    for (int c = 0; c < 3; c++) {
      assertEquals(expected[c], actual[c], COLOUR_TOLERANCE);
    }
  }
}
