package org.affectgpt.tools.verify;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What came of one golden folder.
 *
 * @param bound the folder's bound on the relative L2 error of a tensor
 * @param errors one a tensor, in the order of the checks; empty when the kind was skipped
 * @param skipped whether this version does not check the kind
 */
public record Verdict(
    Path folder, String kind, double bound, List<TensorError> errors, boolean skipped) {
  public Verdict {
    errors = List.copyOf(errors);
  }

  /** Whether every tensor is as near as it should be. */
  public boolean ok() {
    return errors.stream().allMatch(TensorError::ok);
  }

  /** The tensor to look at: the one that fails by most, else the one farthest off. */
  public Optional<TensorError> worst() {
    Comparator<TensorError> failing = Comparator.comparing(e -> !e.ok());
    return errors.stream()
        .max(
            failing
                .thenComparing(TensorError::byBound)
                .thenComparing(e -> Double.isNaN(e.relL2()) ? Double.MAX_VALUE : e.relL2()));
  }
}
