package org.affectgpt.io.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file is opened once, whatever is read of it. */
class MediaFileTest {
  private static final int RATE = 16000;

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void write() {
    file = folder.resolve("clip.mp4");
    float[] wave = SyntheticClip.tone(RATE * 2, RATE, 330);
    Mp4Writer.write(file, 48, 32, 8, SyntheticClip.frames(16, 48, 32), wave, RATE);
  }

  /** Kept in memory, and read again from the open file: the file is not looked for twice. */
  @ParameterizedTest
  @ValueSource(longs = {MediaFile.KEPT_BYTES, 1000, 0})
  void whatWasOpenedIsReadThoughItIsGone(long kept) throws IOException {
    Frames frames = VideoReader.uniform(file, 8, 24, 16);
    Audio audio = AudioReader.read(file);
    try (MediaFile clip = MediaFile.open(file, MediaFile.Part.BOTH, kept)) {
      Files.delete(file);
      assertTrue(clip.hasVideo());
      assertTrue(clip.hasSound());
      for (int round = 0; round < 2; round++) {
        Frames again = VideoReader.uniform(clip, 8, 24, 16, Scaling.BICUBIC);
        assertArrayEquals(frames.rgb(), again.rgb());
        assertEquals(16, again.totalFrames());
        Audio sound = AudioReader.read(clip);
        assertEquals(audio.sampleRate(), sound.sampleRate());
        assertArrayEquals(audio.channels()[0], sound.channels()[0]);
      }
    }
  }

  @Test
  void onlyWhatIsWantedIsThere() {
    try (MediaFile clip = MediaFile.open(file, MediaFile.Part.SOUND)) {
      assertFalse(clip.hasVideo());
      assertTrue(clip.hasSound());
    }
  }

  @Test
  void soundFirstThenFrames() {
    try (MediaFile clip = MediaFile.open(file, MediaFile.Part.BOTH, 0)) {
      assertEquals(RATE, AudioReader.read(clip).sampleRate());
      assertEquals(16, VideoReader.uniform(clip, 8, 24, 16, Scaling.BICUBIC).totalFrames());
    }
  }
}
