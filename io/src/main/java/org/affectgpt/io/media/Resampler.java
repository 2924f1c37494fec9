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
  private final double base;

  /** A resampler between two rates in Hz. */
  public Resampler(int fromRate, int toRate) {
    if (fromRate < 1 || toRate < 1) {
      throw new IllegalArgumentException("rates must be positive: " + fromRate + ", " + toRate);
    }
    int gcd = BigInteger.valueOf(fromRate).gcd(BigInteger.valueOf(toRate)).intValueExact();
    from = fromRate / gcd;
    to = toRate / gcd;
    base = Math.min(from, to) * ROLLOFF;
    width = (int) Math.ceil(ZERO_CROSSINGS * from / base);
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
    // Phase by phase: rates without a common divisor have thousands of filters, one is kept.
    for (int phase = 0; phase < Math.min(to, out.length); phase++) {
      apply(phase, samples, out);
    }
    return out;
  }

  /**
   * The outputs {@code phase, phase + to, ...}. Taps further than six zero crossings from the
   * centre are some 1e-23 and left out.
   */
  private void apply(int phase, float[] samples, float[] out) {
    double centre = (double) phase * from / to;
    double reach = ZERO_CROSSINGS * from / base;
    int begin = Math.max(-width, (int) Math.floor(centre - reach));
    int end = Math.min(width + from, (int) Math.ceil(centre + reach) + 1);
    float[] filter = new float[end - begin];
    for (int i = 0; i < filter.length; i++) {
      float t = (float) -phase / to + (float) (begin + i) / from;
      filter[i] = tap(t * (float) base, (float) (base / from));
    }
    for (int o = phase; o < out.length; o += to) {
      int start = o / to * from + begin;
      int last = Math.min(filter.length, samples.length - start);
      float sum = 0;
      for (int i = Math.max(0, -start); i < last; i++) {
        sum += filter[i] * samples[start + i];
      }
      out[o] = sum;
    }
  }
}
