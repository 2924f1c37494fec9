package org.affectgpt.io.media;

import java.math.BigInteger;

/**
 * Changes the sample rate as {@code torchaudio.functional.resample} does with its defaults: a
 * windowed-sinc low-pass (six zero crossings a side, roll-off 0.99, Hann window) evaluated as a
 * bank of one filter per output phase, in single precision.
 */
public final class Resampler {
  private static final int ZERO_CROSSINGS = 6;
  private static final double ROLLOFF = 0.99;
  private static final float PI = (float) Math.PI;

  private final int from;
  private final int to;
  private final int width;
  private final float[][] filters;

  /** A resampler between two rates in Hz. */
  public Resampler(int fromRate, int toRate) {
    if (fromRate < 1 || toRate < 1) {
      throw new IllegalArgumentException("rates must be positive: " + fromRate + ", " + toRate);
    }
    int gcd = BigInteger.valueOf(fromRate).gcd(BigInteger.valueOf(toRate)).intValueExact();
    from = fromRate / gcd;
    to = toRate / gcd;
    double base = Math.min(from, to) * ROLLOFF;
    width = (int) Math.ceil(ZERO_CROSSINGS * from / base);
    filters = new float[to][width + from + width];
    for (int phase = 0; phase < to; phase++) {
      for (int i = 0; i < filters[phase].length; i++) {
        float t = (float) -phase / to + (float) (i - width) / from;
        filters[phase][i] = tap(t * (float) base, (float) (base / from));
      }
    }
  }

  /** The windowed sinc at {@code t} zero crossings from its centre, times {@code scale}. */
  private static float tap(float t, float scale) {
    float x = Math.clamp(t, -ZERO_CROSSINGS, ZERO_CROSSINGS);
    float cosine = (float) Math.cos(x * PI / ZERO_CROSSINGS / 2);
    float angle = x * PI;
    float sinc = angle == 0 ? 1 : (float) Math.sin(angle) / angle;
    return sinc * (cosine * cosine * scale);
  }

  /** How many samples {@link #apply} makes of a channel of {@code samples}. */
  public int length(int samples) {
    long available = (samples / from + 1L) * to;
    // torch holds the quotient in single precision before it takes the ceiling.
    double quotient = (double) ((long) to * samples) / from;
    return Math.toIntExact(Math.min(available, (long) Math.ceil((float) quotient)));
  }

  /** One channel at the new rate. */
  public float[] apply(float[] samples) {
    if (from == to) {
      return samples.clone();
    }
    float[] out = new float[length(samples.length)];
    for (int o = 0; o < out.length; o++) {
      float[] filter = filters[o % to];
      int start = o / to * from - width;
      int first = Math.max(0, -start);
      int end = Math.min(filter.length, samples.length - start);
      float sum = 0;
      for (int i = first; i < end; i++) {
        sum += filter[i] * samples[start + i];
      }
      out[o] = sum;
    }
    return out;
  }
}
