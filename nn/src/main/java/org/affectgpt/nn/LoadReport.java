package org.affectgpt.nn;

import java.util.List;
import org.affectgpt.tensor.InputException;

/**
 * What loading a set of named tensors left over.
 *
 * @param missing parameters of the module without a tensor
 * @param unexpected tensors that no parameter asked for
 */
public record LoadReport(List<String> missing, List<String> unexpected) {
  public LoadReport {
    missing = List.copyOf(missing);
    unexpected = List.copyOf(unexpected);
  }

  /** Fails when a parameter got no tensor; {@code source} names the file or folder. */
  public void requireComplete(String source) {
    if (!missing.isEmpty()) {
      throw new InputException(
          source
              + ": "
              + missing.size()
              + " tensors are missing, the first is "
              + missing.getFirst()
              + "; the file is damaged or does not fit config.json");
    }
  }
}
