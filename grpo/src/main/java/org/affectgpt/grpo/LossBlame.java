package org.affectgpt.grpo;

import java.util.List;
import org.affectgpt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Finds whose log-probabilities made a loss that is not finite. */
final class LossBlame {
  private LossBlame() {}

  /**
   * @param part the completions in hand
   * @param first the place of its first prompt in the batch
   * @param logProbs {@code [completions, length]}, likewise {@code old} and {@code reference}
   * @param loss what came out
   */
  static NotFiniteException of(
      Rollout<?> part,
      int first,
      Tensor logProbs,
      Tensor old,
      @Nullable Tensor reference,
      double loss) {
    NotFiniteException found = find("the log-probability of a token", part, first, logProbs);
    if (found == null) {
      found = find("the log-probability of a token when it was sampled", part, first, old);
    }
    if (found == null && reference != null) {
      found = find("the reference's log-probability of a token", part, first, reference);
    }
    return found == null ? new NotFiniteException("the loss", loss, NotFiniteException.ALL) : found;
  }

  private static @Nullable NotFiniteException find(
      String what, Rollout<?> part, int first, Tensor logProbs) {
    float[] values = logProbs.toFloats();
    int length = logProbs.dim(1);
    List<Completion> all = part.completions();
    for (int i = 0; i < all.size(); i++) {
      for (int t = 0; t < all.get(i).tokens().length; t++) {
        float value = values[i * length + t];
        if (!Float.isFinite(value)) {
          return new NotFiniteException(what, value, first + i / part.groupSize());
        }
      }
    }
    return null;
  }
}
