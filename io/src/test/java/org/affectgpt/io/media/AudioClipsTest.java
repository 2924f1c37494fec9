package org.affectgpt.io.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioClipsTest {
  @ParameterizedTest
  @CsvSource({"8000,16000", "22050,16000", "44100,16000", "48000,16000", "16000,12000"})
  void resamplingEqualsTorchaudio(int from, int to) throws Exception {
    try (SafeTensorsFile file = Reference.open()) {
      Audio audio = new Audio(new float[][] {file.entry("wave").toFloats()}, from);
      float[] expected = file.entry("resampled." + from + "." + to).toFloats();
      Audio resampled = audio.resample(to);
      assertEquals(to, resampled.sampleRate());
      assertEquals(0, Reference.maxDifference(expected, resampled.channels()[0]), 2e-6);
    }
  }

  @Test
  void resampledLengthsEqualTorchaudio() throws Exception {
    try (SafeTensorsFile file = Reference.open()) {
      int[] rows = file.entry("lengths").toInts();
      for (int i = 0; i < rows.length; i += 4) {
        int expected = rows[i + 3];
        int actual = new Resampler(rows[i], rows[i + 1]).length(rows[i + 2]);
        assertEquals(expected, actual, rows[i] + " Hz, " + rows[i + 2] + " samples");
      }
    }
  }

  @Test
  void resamplingKeepsATone() {
    float[] wave = SyntheticClip.tone(44100, 44100, 440);
    float[] expected = SyntheticClip.tone(16000, 16000, 440);
    float[] actual = new Resampler(44100, 16000).apply(wave);
    float[] inner = Arrays.copyOfRange(actual, 100, 15900);
    assertEquals(0, Reference.maxDifference(Arrays.copyOfRange(expected, 100, 15900), inner), 2e-3);
  }

  @Test
  void startsFollowTheRoundedDouble() {
    ClipSampling sampling = ClipSampling.AFFECTGPT;
    assertEquals(32000, sampling.clipSamples());
    // Integer arithmetic would give 2 for the second clip of 32016 samples.
    assertEquals(1, sampling.starts(32016)[1]);
    assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6, 7}, sampling.starts(32008));
    assertArrayEquals(new int[8], sampling.starts(100));
    assertArrayEquals(
        new int[] {0, 2919, 5839, 8758, 11678, 14598, 17517, 20437}, sampling.starts(55357));
    assertEquals(23356, new ClipSampling(8, 2.0, 16000, 7).starts(55357)[7]);
  }

  @Test
  void shortTracksAreFilledWithZerosBeforeTheMeanIsTaken() {
    ClipSampling sampling = new ClipSampling(8, 0.25, 16000, 8);
    float[] wave = new float[1000];
    Arrays.fill(wave, 0.4f);
    float[][] clips = AudioClips.cut(new Audio(new float[][] {wave}, 16000), sampling);
    assertEquals(8, clips.length);
    for (float[] clip : clips) {
      assertEquals(4000, clip.length);
      assertEquals(0.3f, clip[999], 1e-6);
      assertEquals(-0.1f, clip[1000], 1e-6);
    }
  }

  @Test
  void clipsAreSlicesWithoutTheirMeans() {
    ClipSampling sampling = new ClipSampling(4, 0.25, 16000, 4);
    float[] ramp = new float[20000];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = i / 32768f;
    }
    float[][] clips = AudioClips.cut(new Audio(new float[][] {ramp, ramp}, 16000), sampling);
    for (int c = 0; c < 4; c++) {
      assertEquals(-1999.5f / 32768, clips[c][0], 1e-6);
      assertEquals(1999.5f / 32768, clips[c][3999], 1e-6);
    }
  }

  @Test
  void otherRatesAreResampledFirst() {
    Audio audio = new Audio(new float[][] {SyntheticClip.tone(96000, 48000, 300)}, 48000);
    float[][] clips = AudioClips.cut(audio, ClipSampling.AFFECTGPT);
    assertEquals(32000, clips[0].length);
    assertTrue(Math.abs(clips[0][40] - SyntheticClip.tone(41, 16000, 300)[40]) < 2e-3);
  }

  @Test
  void ofManyChannelsTheFirstIsHeardAndTheMeanIsOfAll() {
    ClipSampling sampling = new ClipSampling(1, 0.25, 16000, 1);
    float[] one = new float[4000];
    Arrays.fill(one, 0.3f);
    Audio audio = new Audio(new float[][] {one, new float[4000], new float[4000]}, 16000);
    assertEquals(0.2f, AudioClips.cut(audio, sampling)[0][0], 1e-6);
  }

  @Test
  void samplingChecksItsNumbers() {
    assertThrows(IllegalArgumentException.class, () -> new ClipSampling(8, 0, 16000, 8));
    assertThrows(IllegalArgumentException.class, () -> new ClipSampling(8, 2, 16000, 0));
  }
}
