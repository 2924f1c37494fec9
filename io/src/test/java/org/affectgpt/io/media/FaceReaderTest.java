package org.affectgpt.io.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.affectgpt.io.npy.NpyArray;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Face crops keep their order of channels and are chosen as frames are. */
class FaceReaderTest {
  @TempDir Path folder;

  private Path write(long[] shape, byte... values) {
    Path file = folder.resolve("faces.npy");
    NpyArray.of(shape, values).write(file);
    return file;
  }

  @Test
  void keepsBlueBeforeRedAndRepeatsTheLast() {
    byte[] values = new byte[3 * 2 * 2 * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (i / 12 * 100 + i % 3);
    }
    Frames frames = FaceReader.uniform(write(new long[] {3, 2, 2, 3}, values), 4, 4, 4);
    assertArrayEquals(new int[] {0, 1, 2, 2}, frames.indices());
    assertEquals(3, frames.totalFrames());
    assertArrayEquals(new byte[] {100, 101, 102}, java.util.Arrays.copyOf(frames.frame(1), 3));
    assertArrayEquals(frames.frame(2), frames.frame(3));
  }

  @Test
  void refusesWhatIsNoFaces() {
    assertRefused("no face", write(new long[] {0, 2, 2, 3}));
    assertRefused("shape [2, 3]", write(new long[] {2, 3}, new byte[6]));
    assertRefused("unusable size", write(new long[] {1, 0, 2, 3}));
    Path floats = folder.resolve("floats.npy");
    NpyArray.of(new long[] {1, 1, 1, 3}, 1f, 2f, 3f).write(floats);
    assertRefused("F32", floats);
  }

  private static void assertRefused(String part, Path file) {
    String message =
        assertThrows(InputException.class, () -> FaceReader.uniform(file, 8, 4, 4)).getMessage();
    assertTrue(message.startsWith(file.toString()) && message.contains(part), message);
  }
}
