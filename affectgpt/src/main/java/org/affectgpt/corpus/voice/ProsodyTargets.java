package org.affectgpt.corpus.voice;

import java.util.List;

/**
 * What an audio encoder can be warmed up on: nine values for each of the eight windows that it
 * hears of a clip. Pitch, energy and pauses are those of the window, the others those of the clip.
 */
public final class ProsodyTargets {
  /** The columns: log2(Hz), semitones, 1/s, dB, and shares or semitones as {@link Prosody} says. */
  public static final List<String> NAMES =
      List.of("f0", "range", "rate", "energy", "tilt", "breath", "tremor", "fall", "pauses");

  /** Windows a clip. */
  public static final int WINDOWS = 8;

  private static final int STEPS = 50;

  private ProsodyTargets() {}

  /** The targets {@code [WINDOWS, NAMES.size()]} for windows with these starts, in seconds. */
  public static float[][] of(Speech speech, double[] starts, double length) {
    Prosody p = speech.prosody();
    float[][] out = new float[starts.length][];
    for (int k = 0; k < starts.length; k++) {
      double pitch = 0;
      double voiced = 0;
      int silent = 0;
      for (int i = 0; i < STEPS; i++) {
        double t = starts[k] + length * (i + 0.5) / STEPS;
        double a = amplitude(speech, t);
        pitch += a * StrictMath.log(speech.pitchAt(t));
        voiced += a;
        silent += a == 0 ? 1 : 0;
      }
      double middle = StrictMath.log(speech.pitchAt(starts[k] + 0.5 * length));
      double f0 = (voiced > 0 ? pitch / voiced : middle) / StrictMath.log(2);
      double level = Math.max(0.01, voiced / STEPS);
      double[] values = {
        f0,
        p.range(),
        p.rate(),
        p.energy() + 20 * StrictMath.log10(level),
        p.timbre().tilt(),
        p.timbre().breath(),
        p.timbre().tremor(),
        p.fall(),
        (double) silent / STEPS
      };
      out[k] = new float[values.length];
      for (int c = 0; c < values.length; c++) {
        out[k][c] = Math.round(values[c] * 1e4) / 1e4f;
      }
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
