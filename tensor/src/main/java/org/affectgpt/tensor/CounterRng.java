package org.affectgpt.tensor;

/**
 * Counter-based random numbers: draw {@code n} is a pure function of the key and {@code n}, so a
 * stream can be split by name, resumed from a counter and read in any order by any number of
 * threads. The mixing function is SplitMix64 (Steele, Lea and Flood 2014), applied twice so that
 * neighbouring keys and counters are unrelated.
 */
public final class CounterRng {
  /** What a counter is multiplied by: the golden ratio. */
  public static final long STEP = 0x9E3779B97F4A7C15L;

  /** The first factor of the mixing function. */
  public static final long MIX_1 = 0xBF58476D1CE4E5B9L;

  /** The second factor of the mixing function. */
  public static final long MIX_2 = 0x94D049BB133111EBL;

  private final long key;
  private long counter;

  public CounterRng(long seed) {
    this(mix(seed + STEP), 0);
  }

  private CounterRng(long key, long counter) {
    this.key = key;
    this.counter = counter;
  }

  /** An independent stream for a purpose, for example {@code split("dropout")}. */
  public CounterRng split(String purpose) {
    long h = key;
    for (int i = 0; i < purpose.length(); i++) {
      h = mix(h ^ (purpose.charAt(i) * STEP));
    }
    return new CounterRng(h, 0);
  }

  /** An independent stream for an index, for example a step or a clip number. */
  public CounterRng split(long index) {
    return new CounterRng(mix(key ^ mix(index + STEP)), 0);
  }

  /** The number of 64-bit draws taken so far; a checkpoint stores it. */
  public long counter() {
    return counter;
  }

  /** The key of this stream: with {@link #bitsAt} it gives any draw without changing the state. */
  public long key() {
    return key;
  }

  /** Continues from a stored counter. */
  public void seek(long counter) {
    this.counter = counter;
  }

  /** Draw number {@code n} of the stream with this key. */
  public static long bitsAt(long key, long n) {
    return mix(mix(key + n * STEP) ^ key);
  }

  public long nextLong() {
    return bitsAt(key, counter++);
  }

  /** Uniform in [0, 1) with 53 bits. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /** Uniform in [0, 1) with 24 bits. */
  public float nextFloat() {
    return (nextLong() >>> 40) * 0x1p-24f;
  }

  /** Uniform in [0, bound). */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive: " + bound);
    }
    return (int) Math.multiplyHigh(nextLong() >>> 1, (long) bound << 1);
  }

  /** Standard normal (Box and Muller); always takes two draws. */
  public double nextGaussian() {
    double u = 1.0 - nextDouble();
    double v = nextDouble();
    return StrictMath.sqrt(-2.0 * StrictMath.log(u)) * StrictMath.cos(2.0 * Math.PI * v);
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * MIX_1;
    z = (z ^ (z >>> 27)) * MIX_2;
    return z ^ (z >>> 31);
  }
}
