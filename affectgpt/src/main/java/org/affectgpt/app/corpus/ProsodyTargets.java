package org.affectgpt.app.corpus;

import java.util.List;

/**
 * What an audio encoder can be warmed up on: nine values for each of eight equal segments of the
 * clip. Pitch, energy and pauses are those of the segment, the others those of the clip.
 */
public final class ProsodyTargets {
  /** The columns: log2(Hz), semitones, 1/s, dB, and shares or semitones as {@link Prosody} says. */
  public static final List<String> NAMES =
      List.of("f0", "range", "rate", "energy", "tilt", "breath", "tremor", "fall", "pauses");

  /** Segments a clip. */
  public static final int SEGMENTS = 8;

  private static final double STEP = 0.005;

  private ProsodyTargets() {}

  /** The targets {@code [SEGMENTS, NAMES.size()]} of a spoken clip. */
  static float[][] of(Speech speech) {
    Prosody p = speech.prosody();
    float[][] out = new float[SEGMENTS][];
    for (int k = 0; k < SEGMENTS; k++) {
      double from = speech.seconds() * k / SEGMENTS;
      double to = speech.seconds() * (k + 1) / SEGMENTS;
      double pitch = 0;
      double voiced = 0;
      int silent = 0;
      int steps = 0;
      for (double t = from; t < to; t += STEP) {
        double a = amplitude(speech, t);
        pitch += a * StrictMath.log(speech.pitchAt(t));
        voiced += a;
        silent += a == 0 ? 1 : 0;
        steps++;
      }
      double mid = StrictMath.log(speech.pitchAt(0.5 * (from + to)));
      double f0 = (voiced > 0 ? pitch / voiced : mid) / StrictMath.log(2);
      double level = Math.max(0.01, voiced / steps);
      double energy = p.energy() + 20 * StrictMath.log10(level);
      out[k] =
          new float[] {
            (float) f0,
            (float) p.range(),
            (float) p.rate(),
            (float) energy,
            (float) p.tilt(),
            (float) p.breath(),
            (float) p.tremor(),
            (float) p.fall(),
            (float) silent / steps
          };
    }
    return out;
  }

  private static double amplitude(Speech speech, double t) {
    for (Syllable s : speech.syllables()) {
      if (t >= s.start() && t < s.end()) {
        return s.voiced(t);
      }
    }
    return 0;
  }
}
