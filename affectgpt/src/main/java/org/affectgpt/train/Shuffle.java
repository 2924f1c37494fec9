package org.affectgpt.train;

import org.affectgpt.tensor.CounterRng;

/**
 * A random permutation of 0 .. n - 1 whose entries are computed one at a time: a four-round Feistel
 * network over the next power of four, walked until the value lies in range (Black and Rogaway
 * 2002).
 */
final class Shuffle {
  private static final int ROUNDS = 4;

  private Shuffle() {}

  /** Where position {@code i} of the permutation with this stream's key goes. */
  static int at(CounterRng rng, int n, long i) {
    int half = 1;
    while (1L << (2 * half) < n) {
      half++;
    }
    long mask = (1L << half) - 1;
    long x = i;
    do {
      long left = x >>> half;
      long right = x & mask;
      for (int r = 0; r < ROUNDS; r++) {
        long next = left ^ (CounterRng.bitsAt(rng.key(), (right << 3) | r) & mask);
        left = right;
        right = next;
      }
      x = (left << half) | right;
    } while (x >= n);
    return (int) x;
  }
}
