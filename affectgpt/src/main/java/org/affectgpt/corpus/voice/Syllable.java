package org.affectgpt.corpus.voice;

/**
 * One spoken syllable: a consonant and a vowel.
 *
 * @param start seconds from the start of the clip
 * @param duration seconds
 * @param onset how it begins
 * @param vowel its vowel
 * @param pitch semitones against the clip's pitch line
 * @param level factor on the amplitude
 */
record Syllable(
    double start, double duration, Onset onset, Vowel vowel, double pitch, double level) {

  /** The consonant of a syllable, by what it does to the source. */
  enum Onset {
    NONE,
    STOP,
    FRICATIVE,
    NASAL
  }

  double end() {
    return start + duration;
  }

  /** The share of the duration that the consonant takes. */
  double onsetShare() {
    return switch (onset) {
      case NONE -> 0;
      case STOP -> 0.28;
      case FRICATIVE -> 0.34;
      case NASAL -> 0.26;
    };
  }

  /** The amplitude of the voice at a time inside the syllable. */
  double voiced(double t) {
    double x = (t - start) / duration;
    if (x < 0 || x >= 1) {
      return 0;
    }
    double c = onsetShare();
    if (x < c) {
      return onset == Onset.NASAL ? 0.4 * level : 0;
    }
    double y = (x - c) / (1 - c);
    double rise = Math.min(1, y / 0.15);
    double decay = Math.min(1, (1 - y) / 0.3);
    return level * rise * (0.25 + 0.75 * decay);
  }

  /** The amplitude of the consonant's noise at a time inside the syllable. */
  double noise(double t) {
    double x = (t - start) / duration;
    double c = onsetShare();
    if (x < 0 || x >= c) {
      return 0;
    }
    return switch (onset) {
      case FRICATIVE -> level * 0.35;
      case STOP -> x > 0.75 * c ? level * 0.4 : 0;
      case NONE, NASAL -> 0;
    };
  }
}
