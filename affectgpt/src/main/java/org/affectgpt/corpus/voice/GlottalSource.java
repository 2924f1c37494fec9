package org.affectgpt.corpus.voice;

import org.affectgpt.tensor.CounterRng;

/**
 * The voice source: the derivative of Rosenberg's glottal pulse, breath noise that follows the
 * opening of the glottis, a one-pole spectral tilt, jitter and shimmer.
 */
final class GlottalSource {
  private static final int TABLE = 1024;
  private static final double OPEN = 0.42;
  private static final double CLOSE = 0.16;

  private final float[] flow = new float[TABLE];
  private final float[] pulse = new float[TABLE];
  private final int sampleRate;
  private final double tiltPole;
  private final double breath;
  private final CounterRng rng;
  private double phase;
  private double jitter = 1;
  private double shimmer = 1;
  private double low;

  GlottalSource(int sampleRate, double tilt, double breath, CounterRng rng) {
    this.sampleRate = sampleRate;
    this.tiltPole = 0.25 + 0.67 * tilt;
    this.breath = breath;
    this.rng = rng;
    for (int i = 0; i < TABLE; i++) {
      flow[i] = (float) rosenberg((double) i / TABLE);
    }
    for (int i = 0; i < TABLE; i++) {
      pulse[i] = (flow[(i + 1) % TABLE] - flow[(i + TABLE - 1) % TABLE]) * TABLE / 24f;
    }
  }

  private static double rosenberg(double p) {
    if (p < OPEN) {
      return 0.5 * (1 - StrictMath.cos(Math.PI * p / OPEN));
    }
    return p < OPEN + CLOSE ? StrictMath.cos(0.5 * Math.PI * (p - OPEN) / CLOSE) : 0;
  }

  /** The next sample at this pitch in Hz and amplitude. */
  double next(double f0, double amplitude) {
    phase += f0 * jitter / sampleRate;
    if (phase >= 1) {
      phase -= 1;
      jitter = 1 + 0.012 * (rng.nextDouble() - 0.5) * (1 + 2 * breath);
      shimmer = 1 + 0.12 * (rng.nextDouble() - 0.5);
    }
    int at = (int) (phase * TABLE);
    double noise = rng.nextFloat() - 0.5f;
    double raw = (1 - 0.75 * breath) * shimmer * pulse[at];
    low += (1 - tiltPole) * (raw - low);
    return amplitude * (low + breath * noise * (0.35 + flow[at]));
  }
}
