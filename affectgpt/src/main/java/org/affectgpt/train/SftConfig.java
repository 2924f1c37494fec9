package org.affectgpt.train;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.affectgpt.config.Bounds;
import org.affectgpt.config.Defaults;

/**
 * Supervised training.
 *
 * @param batchSize clips a batch
 * @param accumGradIters batches a step
 * @param gradientCheckpointing recompute the decoder's layers instead of keeping them
 */
@Defaults("sft")
public record SftConfig(
    @JsonUnwrapped RunConfig run,
    int batchSize,
    int accumGradIters,
    @JsonUnwrapped OptimizerConfig optimizer,
    @JsonUnwrapped ExampleMix mix,
    boolean gradientCheckpointing) {
  public SftConfig {
    Bounds.count("batch_size", 1, batchSize);
    Bounds.count("accum_grad_iters", 1, accumGradIters);
  }
}
