package org.affectgpt.tensor.conformance;

import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.TestThreads;
import org.affectgpt.tensor.backend.Backend;

/** Two instances of the backend under test, one of them with a single host thread. */
public record BackendPair(Backend one, Backend many) implements AutoCloseable {
  /**
   * Opens a device twice.
   *
   * @param device name of a backend, with a number as in {@code cuda:1} if not of the first device
   * @throws org.affectgpt.tensor.InputException when there is none, with the reason
   */
  public static BackendPair open(String device) {
    return new BackendPair(Backends.open(device, 1), Backends.open(device, TestThreads.MANY));
  }

  @Override
  public void close() {
    one.close();
    many.close();
  }
}
