package org.affectgpt.io.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that few programs write and all players play; what is right comes from FFmpeg 7.1. */
class OddMediaTest {
  @TempDir Path folder;

  private Path file(String name) throws IOException {
    try (InputStream in = OddMediaTest.class.getResourceAsStream("/media/" + name)) {
      return Files.write(folder.resolve(name), in.readAllBytes());
    }
  }

  /** Thirteen frames; two more packets are only referred to. */
  @Test
  void hiddenFramesAreNotCounted() throws IOException {
    Path file = file("hidden.webm");
    assertEquals(13, VideoReader.info(file).frames());
    assertEquals(13, VideoReader.uniform(file, 8, 32, 32).totalFrames());
    assertEquals(13, VideoReader.all(file, 100, 32, 32).totalFrames());
  }

  /** 440 Hz at 22.05 kHz in one channel, then 880 Hz at 44.1 kHz in two. */
  @Test
  void aRateAndChannelsThatChangeMidway() throws IOException {
    Audio audio = AudioReader.read(file("changing.mp3"));
    assertEquals(16000, audio.sampleRate());
    assertEquals(1, audio.channels().length);
    assertEquals(17589, audio.channels()[0].length);
    assertEquals(440, frequency(audio.channels()[0], 2000, 7000), 5);
    assertEquals(880, frequency(audio.channels()[0], 10500, 15500), 5);
  }

  private static double frequency(float[] wave, int from, int to) {
    int crossings = 0;
    for (int i = from; i < to; i++) {
      crossings += wave[i] < 0 && wave[i + 1] >= 0 ? 1 : 0;
    }
    return crossings * 16000.0 / (to - from);
  }

  @ParameterizedTest
  @CsvSource({"NaN, is not a number", "Infinity, is Infinity", "-1e20, is -1.0E20"})
  void soundThatIsNoNumber(float value, String words) throws IOException {
    Path file = folder.resolve("odd.wav");
    Files.write(file, floats(1600, 800, value));
    String said = assertThrows(InputException.class, () -> AudioReader.read(file)).getMessage();
    assertTrue(said.startsWith(file + ": sample 800 of its sound, at 0.05 s, " + words), said);
    assertEquals(1, said.lines().count());
  }

  /** A WAV file of 16 kHz in 32-bit floats, 0 but for one of them. */
  private static byte[] floats(int count, int odd, float value) {
    ByteBuffer b = ByteBuffer.allocate(44 + 4 * count).order(ByteOrder.LITTLE_ENDIAN);
    b.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 4 * count);
    b.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    b.putShort((short) 3).putShort((short) 1).putInt(16000).putInt(64000);
    b.putShort((short) 4).putShort((short) 32);
    b.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(4 * count);
    b.putFloat(44 + 4 * odd, value);
    return b.array();
  }
}
