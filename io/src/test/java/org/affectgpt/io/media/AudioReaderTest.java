package org.affectgpt.io.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudioReaderTest {
  @TempDir Path folder;

  @Test
  void wavComesBackExactly() {
    float[] wave = new float[5000];
    for (int i = 0; i < wave.length; i++) {
      wave[i] = (Math.floorMod(i * 2654435, 65536) - 32768) / 32768f;
    }
    Path file = folder.resolve("a.wav");
    WavWriter.write(file, wave, 22050);
    Audio audio = AudioReader.read(file);
    assertEquals(22050, audio.sampleRate());
    assertEquals(1, audio.channels().length);
    assertArrayEquals(wave, audio.channels()[0]);
  }

  @Test
  void loudSamplesClip() {
    Path file = folder.resolve("loud.wav");
    WavWriter.write(file, new float[] {2f, -2f, 1f}, 8000);
    float top = 32767 / 32768f;
    assertArrayEquals(new float[] {top, -1f, top}, AudioReader.read(file).channels()[0]);
  }

  @Test
  void stereoIsAveraged() throws IOException {
    ByteBuffer wav = ByteBuffer.allocate(44 + 8).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes("US-ASCII")).putInt(44).put("WAVEfmt ".getBytes("US-ASCII"));
    wav.putInt(16).putShort((short) 1).putShort((short) 2).putInt(16000).putInt(64000);
    wav.putShort((short) 4).putShort((short) 16).put("data".getBytes("US-ASCII")).putInt(8);
    wav.putShort((short) 16384).putShort((short) -8192).putShort((short) 3).putShort((short) 4);
    Path file = Files.write(folder.resolve("stereo.wav"), wav.array());
    Audio audio = AudioReader.read(file);
    assertEquals(2, audio.channels().length);
    assertArrayEquals(new float[] {0.5f, 3 / 32768f}, audio.channels()[0]);
    assertArrayEquals(new float[] {0.125f, 3.5f / 32768f}, audio.mono().channels()[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 16000, 44100, 48000})
  void mp4SoundIsNearlyTheOriginal(int rate) {
    float[] wave = SyntheticClip.tone(rate, rate, 330);
    Path file = folder.resolve("sound.mp4");
    Mp4Writer.write(file, 32, 32, 8, SyntheticClip.frames(8, 32, 32), wave, rate);
    assertTrue(AudioReader.hasAudio(file));
    Audio audio = AudioReader.read(file);
    assertEquals(rate, audio.sampleRate());
    assertEquals(rate, audio.samples(), 1024);
    double error = 0;
    for (int i = 0; i < rate; i++) {
      error += Math.abs(audio.channels()[0][i] - wave[i]);
    }
    assertEquals(0, error / rate, 1e-2);
    assertEquals(8, VideoReader.info(file).frames());
  }

  @Test
  void silenceIsDetected() {
    float[] wave = new float[1000];
    assertTrue(new Audio(new float[][] {wave}, 16000).isSilent());
    wave[500] = -0.01f;
    assertFalse(new Audio(new float[][] {wave}, 16000).isSilent());
  }
}
