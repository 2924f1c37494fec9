package org.affectgpt.corpus.voice;

/** One formant: Klatt's second-order digital resonator with unit gain at zero frequency. */
final class Resonator {
  private double a = 1;
  private double b;
  private double c;
  private double y1;
  private double y2;

  /** Moves the resonance; the memory stays, so a moving formant does not click. */
  void tune(double hz, double bandwidth, int sampleRate) {
    double r = StrictMath.exp(-Math.PI * bandwidth / sampleRate);
    c = -r * r;
    b = 2 * r * StrictMath.cos(2 * Math.PI * hz / sampleRate);
    a = 1 - b - c;
  }

  double next(double x) {
    double y = a * x + b * y1 + c * y2;
    y2 = y1;
    y1 = y;
    return y;
  }
}
