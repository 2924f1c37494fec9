package org.affectgpt.train;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.affectgpt.config.Bounds;
import org.affectgpt.config.Defaults;

/**
 * Warming encoders up on what a corpus knows of its clips.
 *
 * @param clips clips that are kept in memory to learn from
 * @param visionSteps steps of the vision encoder, likewise {@code audioSteps}
 * @param batchSize clips a step
 */
@Defaults("warmup")
public record WarmupConfig(
    int clips,
    int visionSteps,
    int audioSteps,
    int batchSize,
    @JsonUnwrapped OptimizerConfig optimizer) {
  public WarmupConfig {
    Bounds.count("clips", 1, clips);
    Bounds.atLeastOne("vision_steps", visionSteps);
    Bounds.atLeastOne("audio_steps", audioSteps);
    Bounds.count("batch_size", 1, batchSize);
  }
}
