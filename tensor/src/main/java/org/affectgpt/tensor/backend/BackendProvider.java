package org.affectgpt.tensor.backend;

/**
 * Offers a backend to {@link java.util.ServiceLoader}. Making a provider costs nothing: drivers and
 * devices are touched by {@link #probe} and {@link #create} only.
 */
public interface BackendProvider {
  /** Short name: {@code cpu}, {@code cuda}, {@code opencl}. */
  String name();

  /** What there is on this machine, or why nothing; never throws for a missing driver. */
  DeviceInfo probe();

  /**
   * Opens the backend.
   *
   * @throws org.affectgpt.tensor.InputException when it is unavailable, has no such device or
   *     cannot compute so, with the reason and what to do; there is no falling back to another
   */
  Backend create(BackendOptions options);
}
