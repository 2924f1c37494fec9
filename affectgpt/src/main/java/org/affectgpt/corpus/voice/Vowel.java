package org.affectgpt.corpus.voice;

/** Vowels by the first three formants of an adult male voice, in Hz (Peterson and Barney 1952). */
enum Vowel {
  A(730, 1090, 2440),
  E(530, 1840, 2480),
  I(270, 2290, 3010),
  O(570, 840, 2410),
  U(300, 870, 2240),
  UH(640, 1190, 2390);

  private final double f1;
  private final double f2;
  private final double f3;

  Vowel(double f1, double f2, double f3) {
    this.f1 = f1;
    this.f2 = f2;
    this.f3 = f3;
  }

  /** Formant 0, 1 or 2 in Hz. */
  double formant(int i) {
    return i == 0 ? f1 : i == 1 ? f2 : f3;
  }

  /** How far the jaw opens, 0 to 1. */
  double jaw() {
    return (f1 - 270) / 460;
  }
}
