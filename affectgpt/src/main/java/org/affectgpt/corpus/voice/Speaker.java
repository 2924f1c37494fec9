package org.affectgpt.corpus.voice;

import org.affectgpt.tensor.CounterRng;

/**
 * A voice: pitch and vocal tract.
 *
 * @param index the number in the corpus; even numbers are deep voices
 * @param f0 the resting pitch, in Hz
 * @param tract the factor on all formants (a shorter tract has higher ones)
 * @param breath the voice's own share of breath, 0 to 1
 * @param tilt the voice's own addition to the spectral tilt
 * @param rate the voice's own factor on the speaking rate
 */
public record Speaker(int index, double f0, double tract, double breath, double tilt, double rate) {

  /** Speaker number {@code index} of the corpus with this seed. */
  public static Speaker of(long seed, int index) {
    CounterRng rng = new CounterRng(seed).split("speaker").split(index);
    boolean deep = index % 2 == 0;
    double f0 = deep ? 92 + 38 * rng.nextDouble() : 172 + 58 * rng.nextDouble();
    double tract = (deep ? 0.90 : 1.08) + 0.12 * rng.nextDouble();
    return new Speaker(
        index,
        f0,
        tract,
        0.08 * rng.nextDouble(),
        0.16 * (rng.nextDouble() - 0.5),
        0.92 + 0.16 * rng.nextDouble());
  }
}
