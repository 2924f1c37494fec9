package org.affectgpt.tensor.backend;

/**
 * What a backend is opened with.
 *
 * @param device number of the device among those of the backend, from 0
 * @param threads threads on the host, the caller included
 * @param precision what products compute with
 */
public record BackendOptions(int device, int threads, Precision precision) {
  public BackendOptions {
    if (device < 0 || threads < 1) {
      throw new IllegalArgumentException("device " + device + ", " + threads + " threads");
    }
  }

  /** The first device in full precision. */
  public static BackendOptions of(int threads) {
    return new BackendOptions(0, threads, Precision.F32);
  }

  /** The same on another device. */
  public BackendOptions on(int number) {
    return new BackendOptions(number, threads, precision);
  }
}
