package org.affectgpt.io.media;

import java.util.Arrays;

/**
 * Cuts audio into the clips that the audio encoder hears, as AffectGPT's {@code load_audio} and
 * {@code transform_audio} do: resample, down-mix, pad with zeros to one clip, cut, and take the
 * mean from each clip (padding included).
 */
public final class AudioClips {
  private AudioClips() {}

  /**
   * The clips of a track. Of more than two channels the first is returned, but the mean is that of
   * all of them.
   *
   * @return [clips][samples of a clip]
   */
  public static float[][] cut(Audio audio, ClipSampling sampling) {
    Audio ready = audio.resample(sampling.sampleRate()).mono();
    int length = sampling.clipSamples();
    int[] starts = sampling.starts(ready.samples());
    float[][] clips = new float[starts.length][];
    for (int i = 0; i < starts.length; i++) {
      double sum = 0;
      for (float[] channel : ready.channels()) {
        for (int k = starts[i]; k < Math.min(starts[i] + length, channel.length); k++) {
          sum += channel[k];
        }
      }
      float mean = (float) (sum / ((double) length * ready.channels().length));
      // A copy past the end of a short track is padded with zeros.
      float[] clip = Arrays.copyOfRange(ready.channels()[0], starts[i], starts[i] + length);
      for (int k = 0; k < length; k++) {
        clip[k] -= mean;
      }
      clips[i] = clip;
    }
    return clips;
  }
}
