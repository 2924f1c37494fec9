package org.affectgpt.cli;

import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import picocli.CommandLine.Option;

/** {@code --backend} and {@code --threads}, and the backend that it makes. */
final class BackendOption {
  @Option(
      names = "--backend",
      paramLabel = "B",
      defaultValue = "cpu",
      description =
          "What computes (default cpu), or with its number as in cuda:1; the command devices lists"
              + " what there is.")
  private String backend;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads to compute with; all cores without it. Results do not depend on it.")
  private int threads;

  /** The number of threads. */
  int threads() {
    if (threads < 0) {
      throw new InputException("--threads must be at least 1, not " + threads);
    }
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** A backend with that many threads; close it. */
  Backend open() {
    return Backends.open(backend, threads());
  }
}
