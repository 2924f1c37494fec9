package org.affectgpt.io.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class MediaErrorsTest {
  @TempDir Path folder;

  private void assertNamed(Path file, String reason, Executable action) {
    String message = assertThrows(InputException.class, action).getMessage();
    assertTrue(message.startsWith(file + ": "), message);
    assertTrue(message.contains(reason), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void missingFile() {
    Path file = folder.resolve("missing.mp4");
    assertNamed(file, "no such file", () -> VideoReader.uniform(file, 8, 32, 32));
    assertNamed(file, "no such file", () -> AudioReader.read(file));
    assertNamed(folder, "not a file", () -> AudioReader.hasAudio(folder));
  }

  @Test
  void textNamedMp4() throws IOException {
    Path file = Files.writeString(folder.resolve("text.mp4"), "hello, world\n".repeat(500));
    assertNamed(file, "video or audio file", () -> VideoReader.uniform(file, 8, 32, 32));
    assertNamed(file, "video or audio file", () -> AudioReader.read(file));
  }

  @Test
  void emptyFile() throws IOException {
    Path file = Files.write(folder.resolve("empty.mp4"), new byte[0]);
    assertNamed(file, "is empty", () -> VideoReader.info(file));
  }

  @Test
  void soundWithoutVideo() {
    Path file = folder.resolve("a.wav");
    WavWriter.write(file, new float[1600], 16000);
    assertNamed(file, "no video", () -> VideoReader.uniform(file, 8, 32, 32));
  }

  @Test
  void videoWithoutSound() {
    Path file = folder.resolve("mute.mp4");
    Mp4Writer.write(file, 32, 32, 8, SyntheticClip.frames(2, 32, 32), null, 16000);
    assertFalse(AudioReader.hasAudio(file));
    assertNamed(file, "no audio track", () -> AudioReader.read(file));
  }

  @Test
  void soundOfNoLength() {
    Path file = folder.resolve("none.wav");
    WavWriter.write(file, new float[0], 16000);
    assertNamed(file, "empty", () -> AudioReader.read(file));
  }

  @Test
  void cutFile() throws IOException {
    Path whole = folder.resolve("whole.mp4");
    Mp4Writer.write(whole, 64, 64, 8, SyntheticClip.frames(16, 64, 64), null, 16000);
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(bytes, bytes.length / 2));
    assertNamed(cut, "cannot", () -> VideoReader.uniform(cut, 8, 32, 32));
  }
}
