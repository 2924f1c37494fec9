package org.affectgpt.corpus.voice;

import org.affectgpt.corpus.plan.VoiceClass;
import org.affectgpt.tensor.CounterRng;

/**
 * How a clip is spoken.
 *
 * @param shift the pitch against the speaker's resting pitch, in semitones
 * @param range the standard deviation of the pitch over syllables, in semitones
 * @param rate syllables a second while speaking
 * @param energy the level against a normal voice, in dB
 * @param fall the pitch movement over the clip, in semitones; negative falls
 * @param pauses the share of silent time
 */
public record Prosody(
    double shift,
    double range,
    double rate,
    double energy,
    Timbre timbre,
    double fall,
    double pauses) {

  /**
   * The colour of a voice.
   *
   * @param tilt how fast the spectrum falls: 0 bright and pressed, 1 dull
   * @param breath the share of breath in the source, 0 to 1
   * @param tremor the depth of the 5 to 7 Hz tremor, 0 to 1
   */
  public record Timbre(double tilt, double breath, double tremor) {
    private Timbre around(Timbre mean, CounterRng rng) {
      return new Timbre(
          unit(mean.tilt + tilt * rng.nextGaussian()),
          unit(mean.breath + breath * rng.nextGaussian()),
          unit(mean.tremor + tremor * rng.nextGaussian()));
    }
  }

  private static final Prosody SPREAD =
      new Prosody(0.9, 0.35, 0.35, 1.2, new Timbre(0.06, 0.05, 0.06), 0.8, 0.03);

  /** Draws the prosody of a clip of this class. */
  public static Prosody sample(VoiceClass voice, CounterRng rng) {
    Prosody mean = mean(voice);
    return new Prosody(
        mean.shift + SPREAD.shift * rng.nextGaussian(),
        Math.max(0.2, mean.range + SPREAD.range * rng.nextGaussian()),
        Math.max(1.5, mean.rate + SPREAD.rate * rng.nextGaussian()),
        mean.energy + SPREAD.energy * rng.nextGaussian(),
        SPREAD.timbre.around(mean.timbre, rng),
        mean.fall + SPREAD.fall * rng.nextGaussian(),
        Math.min(0.6, Math.max(0, mean.pauses + SPREAD.pauses * rng.nextGaussian())));
  }

  private static Prosody mean(VoiceClass voice) {
    return switch (voice) {
      case LOUD -> new Prosody(4.5, 3.0, 6.2, 6, new Timbre(0.08, 0.04, 0), 1, 0.02);
      case TREMBLING -> new Prosody(6, 1.4, 4.6, -3, new Timbre(0.55, 0.6, 0.9), 1.5, 0.12);
      case FIRM -> new Prosody(-4, 0.6, 3.6, 2, new Timbre(0.25, 0.04, 0), -4, 0.06);
      case SOFT -> new Prosody(-1, 1.2, 2.7, -8, new Timbre(0.85, 0.32, 0), -2, 0.34);
      case NOTHING -> new Prosody(0.5, 1.6, 4.5, 0, new Timbre(0.45, 0.12, 0), -1, 0.08);
    };
  }

  private static double unit(double x) {
    return Math.min(1, Math.max(0, x));
  }
}
