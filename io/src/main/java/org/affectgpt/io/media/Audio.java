package org.affectgpt.io.media;

/**
 * Sound as float planes in [-1, 1).
 *
 * @param channels [channels][samples], all of one length
 * @param sampleRate samples a second
 */
@SuppressWarnings("ArrayRecordComponent")
public record Audio(float[][] channels, int sampleRate) {
  private static final float SILENCE_PEAK = 1e-4f;

  public Audio {
    if (channels.length == 0 || sampleRate < 1) {
      throw new IllegalArgumentException(
          "%d channels at %d Hz".formatted(channels.length, sampleRate));
    }
    for (float[] channel : channels) {
      if (channel.length != channels[0].length) {
        throw new IllegalArgumentException("channels differ in length");
      }
    }
  }

  /** Samples in each channel. */
  public int samples() {
    return channels[0].length;
  }

  public double seconds() {
    return (double) samples() / sampleRate;
  }

  /** This sound at another rate, by {@link Resampler}. */
  public Audio resample(int rate) {
    if (rate == sampleRate) {
      return this;
    }
    Resampler resampler = new Resampler(sampleRate, rate);
    float[][] resampled = new float[channels.length][];
    for (int c = 0; c < channels.length; c++) {
      resampled[c] = resampler.apply(channels[c]);
    }
    return new Audio(resampled, rate);
  }

  /**
   * Down-mixes as AffectGPT's {@code load_audio} does: the mean of exactly two channels. More than
   * two stay as they are (HuBERT then hears the first).
   */
  public Audio mono() {
    if (channels.length != 2) {
      return this;
    }
    float[] mixed = new float[samples()];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = (channels[0][i] + channels[1][i]) / 2;
    }
    return new Audio(new float[][] {mixed}, sampleRate);
  }

  /** The largest absolute sample of all channels. */
  public float peak() {
    float peak = 0;
    for (float[] channel : channels) {
      for (float x : channel) {
        peak = Math.max(peak, Math.abs(x));
      }
    }
    return peak;
  }

  /** Whether nothing can be heard: the peak is below 1e-4 (-80 dBFS). */
  public boolean isSilent() {
    return peak() < SILENCE_PEAK;
  }
}
