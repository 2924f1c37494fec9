package org.affectgpt.corpus.voice;

import org.affectgpt.tensor.CounterRng;

/**
 * A source-filter synthesiser (Fant 1960; Klatt 1980): glottal pulses and breath through four
 * moving formants, consonants from noise, a little room and hiss. Controls move every 5 ms.
 */
public final class VoiceSynthesizer {
  private static final double[] BANDWIDTHS = {80, 100, 150, 220};
  private static final double NORMAL_RMS = 0.07;

  private final int sampleRate;

  public VoiceSynthesizer(int sampleRate) {
    this.sampleRate = sampleRate;
  }

  /** Plays a score: {@code samples} values in (-1, 1), mono. */
  public float[] play(Speech speech, int samples, CounterRng rng) {
    double[] dry = voice(speech, samples, rng.split("source"));
    double[] wet = room(dry, rng.split("room"));
    return master(wet, speech.prosody().energy(), rng.split("hiss"));
  }

  private double[] voice(Speech speech, int samples, CounterRng rng) {
    Prosody p = speech.prosody();
    Speaker who = speech.speaker();
    double tilt = Math.min(1, Math.max(0, p.timbre().tilt() + who.tilt()));
    GlottalSource source =
        new GlottalSource(sampleRate, tilt, Math.min(1, p.timbre().breath() + who.breath()), rng);
    Resonator[] formants = {new Resonator(), new Resonator(), new Resonator(), new Resonator()};
    double[] out = new double[samples];
    double[] target = {500, 1500, 2500, 3500};
    double[] now = target.clone();
    int step = sampleRate / 200;
    double f0 = speech.pitchAt(0);
    double amplitude = 0;
    double hissGain = 0;
    double previous = 0;
    int at = 0;
    for (int from = 0; from < samples; from += step) {
      double t = (double) from / sampleRate;
      while (at < speech.syllables().size() - 1 && t >= speech.syllables().get(at).end()) {
        at++;
      }
      Syllable s = speech.syllables().isEmpty() ? null : speech.syllables().get(at);
      double voiced = 0;
      double noisy = 0;
      if (s != null) {
        voiced = s.voiced(t);
        noisy = s.noise(t);
        for (int i = 0; i < 3; i++) {
          target[i] = s.vowel().formant(i);
        }
      }
      double loudness = 1 + 0.012 * p.energy();
      for (int i = 0; i < 4; i++) {
        now[i] += 0.22 * (target[i] - now[i]);
        double hz = now[i] * who.tract() * (i == 0 ? loudness : 1);
        formants[i].tune(
            Math.min(hz, 0.46 * sampleRate), BANDWIDTHS[i] * (1 + p.timbre().breath()), sampleRate);
      }
      double sway = StrictMath.sin(2 * Math.PI * speech.tremorRate() * t) * p.timbre().tremor();
      double f0Next = speech.pitchAt(t) * StrictMath.pow(2, 0.9 * sway / 12);
      double amplitudeNext = voiced * (1 + 0.4 * sway);
      int until = Math.min(step, samples - from);
      for (int j = 0; j < until; j++) {
        f0 += 0.01 * (f0Next - f0);
        amplitude += 0.025 * (amplitudeNext - amplitude);
        hissGain += 0.02 * (noisy - hissGain);
        double y = source.next(f0, amplitude);
        for (Resonator r : formants) {
          y = r.next(y);
        }
        double white = rng.nextFloat() - 0.5f;
        out[from + j] = y + hissGain * 0.22 * (white - previous);
        previous = white;
      }
    }
    return out;
  }

  /** Three early reflections and a short feedback comb: a furnished room. */
  private double[] room(double[] dry, CounterRng rng) {
    double[] wet = dry.clone();
    for (int k = 0; k < 3; k++) {
      int delay = (int) (sampleRate * (0.006 + 0.02 * rng.nextDouble()));
      double gain = (0.05 + 0.12 * rng.nextDouble()) * (rng.nextInt(2) * 2 - 1);
      for (int i = delay; i < wet.length; i++) {
        wet[i] += gain * dry[i - delay];
      }
    }
    int loop = (int) (sampleRate * (0.029 + 0.02 * rng.nextDouble()));
    double feedback = 0.08 + 0.12 * rng.nextDouble();
    for (int i = loop; i < wet.length; i++) {
      wet[i] += feedback * wet[i - loop];
    }
    return wet;
  }

  /** Sets the level, adds hiss, and bends what would clip. */
  private static float[] master(double[] wet, double energyDb, CounterRng rng) {
    double sum = 0;
    for (double x : wet) {
      sum += x * x;
    }
    double rms = Math.sqrt(sum / Math.max(1, wet.length)) + 1e-9;
    double gain = NORMAL_RMS * StrictMath.pow(10, energyDb / 20) / rms;
    double hiss = 0.001 + 0.002 * rng.nextDouble();
    float[] out = new float[wet.length];
    double low = 0;
    for (int i = 0; i < out.length; i++) {
      low += 0.5 * (rng.nextFloat() - 0.5f - low);
      double y = gain * wet[i] + hiss * low;
      double over = Math.abs(y) - 0.7;
      out[i] = (float) (over > 0 ? Math.signum(y) * (0.7 + 0.28 * over / (over + 0.28)) : y);
    }
    return out;
  }
}
