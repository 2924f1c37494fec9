package org.affectgpt.grpo;

import java.util.List;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/** A model that answers prompts and can say how likely its answers were. */
public interface Policy<P> {
  /** Where it computes. */
  Backend backend();

  /** Samples {@code groupSize} completions of every prompt; no graph is recorded. */
  Rollout<P> rollout(List<P> prompts, int groupSize, CounterRng rng);

  /**
   * Log-probability of every completion token under the current weights, differentiable.
   *
   * @return {@code [completions, length]} with {@code length = rollout.length()}; what stands
   *     behind the end of a completion is arbitrary but finite
   */
  Tensor logProbs(Rollout<P> rollout);

  /** The same under the frozen reference policy; no graph is recorded. */
  Tensor referenceLogProbs(Rollout<P> rollout);
}
