package org.affectgpt.corpus.face;

import org.affectgpt.corpus.plan.CorpusConfig;
import org.affectgpt.corpus.plan.FaceClass;
import org.affectgpt.corpus.voice.Speech;
import org.affectgpt.tensor.CounterRng;

/**
 * Moves a face through a clip: onset, apex and offset of its expression, the mouth following the
 * speech, blinks, glances and small head movements.
 */
public final class FaceMotion {
  private static final double[][] APEX = {
    // smile, open, droop, lower, inner, outer, lids up, lids down, cheek, nose
    {0.90, 0.22, 0.00, 0.00, 0.08, 0.10, 0.00, 0.08, 0.80, 0.05},
    {0.00, 0.05, 0.22, 0.95, 0.00, 0.05, 0.00, 0.28, 0.15, 0.50},
    {0.00, 0.65, 0.00, 0.00, 0.85, 0.85, 0.95, 0.00, 0.00, 0.00},
    {0.00, 0.03, 0.95, 0.12, 0.80, 0.00, 0.00, 0.45, 0.00, 0.00},
    {0.06, 0.05, 0.04, 0.03, 0.05, 0.05, 0.03, 0.08, 0.05, 0.02},
  };

  private final CorpusConfig.Media media;

  public FaceMotion(CorpusConfig.Media media) {
    this.media = media;
  }

  /** The action units {@code [frames, ActionUnit]} of a clip. */
  public float[][] plan(FaceClass face, Speech speech, int frames, CounterRng rng) {
    double[] apex = apex(face, rng.split("apex"));
    CounterRng timing = rng.split("timing");
    double onset = 0.12 * timing.nextDouble();
    double rise = 0.10 + 0.12 * timing.nextDouble();
    double release = 0.78 + 0.22 * timing.nextDouble();
    double rest = 0.25 + 0.25 * timing.nextDouble();
    double blinkAt = media.minFrames() * (0.15 + 1.1 * timing.nextDouble());
    CounterRng pose = rng.split("pose");
    double gazeX = 0.25 * pose.nextGaussian();
    double gazeY = 0.15 * pose.nextGaussian() + (face == FaceClass.DROOP ? 0.55 : 0);
    double roll = media.rotationJitter() * pose.nextGaussian();
    double x = media.positionJitter() * pose.nextGaussian();
    double y = media.positionJitter() * pose.nextGaussian();
    double sway = 2 * Math.PI * pose.nextDouble();
    double swayRate = 2 + 2 * pose.nextDouble();
    CounterRng shake = rng.split("shake");
    float[][] out = new float[frames][ActionUnit.values().length];
    for (int f = 0; f < frames; f++) {
      double u = (f + 0.5) / frames;
      double t = (f + 0.5) / media.fps();
      double level = rest + (1 - rest) * smooth((u - onset) / rise);
      level *= 1 - 0.4 * smooth((u - release) / 0.2);
      for (int a = 0; a < ActionUnit.EXPRESSION; a++) {
        out[f][a] = unit(level * apex[a] + 0.012 * shake.nextGaussian());
      }
      double spoken = 0.32 * speech.openingAt(t);
      set(out[f], ActionUnit.MOUTH_OPEN, out[f][ActionUnit.MOUTH_OPEN.ordinal()] + spoken);
      double move = StrictMath.sin(sway + swayRate * t);
      set(out[f], ActionUnit.GAZE_X, gazeX + 0.04 * shake.nextGaussian());
      set(out[f], ActionUnit.GAZE_Y, gazeY + 0.04 * shake.nextGaussian());
      set(out[f], ActionUnit.BLINK, Math.max(0, 1 - 0.75 * Math.abs(f - blinkAt)));
      set(out[f], ActionUnit.ROLL, roll + 0.3 * media.rotationJitter() * move);
      set(out[f], ActionUnit.SHIFT_X, x + 0.4 * media.positionJitter() * move);
      set(out[f], ActionUnit.SHIFT_Y, y + 0.4 * spoken + 0.08 * shake.nextGaussian());
    }
    return out;
  }

  private static double[] apex(FaceClass face, CounterRng rng) {
    double strength = Math.min(1.15, Math.max(0.7, 0.95 + 0.12 * rng.nextGaussian()));
    double[] apex = APEX[face.ordinal()].clone();
    for (int a = 0; a < apex.length; a++) {
      double own = 0.06 * rng.nextGaussian();
      apex[a] = strength * apex[a] + (apex[a] == 0 ? 0.5 * Math.abs(own) : own);
    }
    return apex;
  }

  private static void set(float[] units, ActionUnit unit, double value) {
    units[unit.ordinal()] = round(value);
  }

  private static float unit(double x) {
    return round(Math.min(1.15, Math.max(0, x)));
  }

  /** Four digits: short to store, and what is stored is what is drawn. */
  private static float round(double x) {
    return Math.round(x * 1e4) / 1e4f;
  }

  private static double smooth(double x) {
    double u = Math.min(1, Math.max(0, x));
    return u * u * (3 - 2 * u);
  }
}
