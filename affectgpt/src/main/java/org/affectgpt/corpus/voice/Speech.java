package org.affectgpt.corpus.voice;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.CounterRng;

/**
 * The score of a spoken clip: which syllables sound when, at which pitch and level. The synthesiser
 * plays it, the mouth follows it, and the prosody targets are read from it.
 *
 * @param seconds the length of the clip
 * @param speaker the voice
 * @param prosody the manner
 * @param syllables in the order of time
 * @param tremorRate in Hz
 */
public record Speech(
    double seconds, Speaker speaker, Prosody prosody, List<Syllable> syllables, double tremorRate) {

  /** Lays the sentence out in time; what does not fit is not said, what is short is repeated. */
  public static Speech plan(
      String sentence, double seconds, Speaker speaker, Prosody prosody, CounterRng rng) {
    List<Vowel> vowels = new ArrayList<>();
    List<Syllable.Onset> onsets = new ArrayList<>();
    spell(sentence, vowels, onsets);
    List<Syllable> out = new ArrayList<>();
    double t = 0.03 + 0.05 * rng.nextDouble();
    double silent = t;
    int i = 0;
    double perSyllable = 1 / (prosody.rate() * speaker.rate());
    while (true) {
      double duration = perSyllable * (0.85 + 0.3 * rng.nextDouble());
      double pitch = prosody.range() * rng.nextGaussian();
      double level = 0.8 + 0.4 * rng.nextDouble();
      double pauseDraw = rng.nextDouble();
      if (t + duration > seconds - 0.02) {
        break;
      }
      int k = i++ % vowels.size();
      out.add(new Syllable(t, duration, onsets.get(k), vowels.get(k), pitch, level));
      t += duration;
      double owed = prosody.pauses() * (t + 0.15) - silent;
      if (owed > 0.08 && i > 1) {
        double pause = owed + 0.1 * pauseDraw;
        silent += pause;
        t += pause;
      }
    }
    return new Speech(seconds, speaker, prosody, List.copyOf(out), 5 + 2 * rng.nextDouble());
  }

  /** The pitch in Hz at a time, with contour and movement but without tremor and jitter. */
  double pitchAt(double t) {
    double line = prosody.shift() + prosody.fall() * (t / seconds - 0.5);
    double local = 0;
    double nearest = Double.MAX_VALUE;
    for (Syllable s : syllables) {
      double d = Math.abs(t - (s.start() + 0.5 * s.duration()));
      if (d < nearest) {
        nearest = d;
        local = s.pitch();
      }
    }
    return speaker.f0() * StrictMath.pow(2, (line + local) / 12);
  }

  /** How far speech opens the mouth at a time, 0 to 1. */
  public double openingAt(double t) {
    for (Syllable s : syllables) {
      if (t >= s.start() && t < s.end()) {
        return s.voiced(t) * (0.35 + 0.65 * s.vowel().jaw());
      }
    }
    return 0;
  }

  private static void spell(String sentence, List<Vowel> vowels, List<Syllable.Onset> onsets) {
    Syllable.Onset onset = Syllable.Onset.NONE;
    boolean inVowel = false;
    for (int i = 0; i < sentence.length(); i++) {
      char c = Character.toLowerCase(sentence.charAt(i));
      int v = "aeiouy".indexOf(c);
      if (v >= 0) {
        if (!inVowel) {
          vowels.add(
              switch (c) {
                case 'a' -> Vowel.A;
                case 'e' -> Vowel.E;
                case 'i', 'y' -> Vowel.I;
                case 'o' -> Vowel.O;
                default -> vowels.size() % 2 == 0 ? Vowel.U : Vowel.UH;
              });
          onsets.add(onset);
          onset = Syllable.Onset.NONE;
        }
        inVowel = true;
      } else {
        inVowel = false;
        if ("fhsvxz".indexOf(c) >= 0) {
          onset = Syllable.Onset.FRICATIVE;
        } else if ("bcdgkpqt".indexOf(c) >= 0) {
          onset = Syllable.Onset.STOP;
        } else if ("lmnrw".indexOf(c) >= 0) {
          onset = Syllable.Onset.NASAL;
        }
      }
    }
    if (vowels.isEmpty()) {
      vowels.add(Vowel.A);
      onsets.add(Syllable.Onset.NONE);
    }
  }
}
