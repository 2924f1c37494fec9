package org.affectgpt.train;

import org.jspecify.annotations.Nullable;

/**
 * Warming encoders up on what a corpus knows of its clips.
 *
 * @param clips clips that are kept in memory to learn from
 * @param visionSteps steps of the vision encoder, likewise {@code audioSteps}
 * @param batchSize clips a step
 */
public record WarmupConfig(
    @Nullable Integer clips,
    @Nullable Integer visionSteps,
    @Nullable Integer audioSteps,
    @Nullable Integer batchSize,
    @Nullable Double initLr,
    @Nullable Integer warmupSteps,
    @Nullable Double weightDecay) {
  public WarmupConfig {
    clips = SftConfig.atLeastOne("clips", clips, 1200);
    visionSteps = SftConfig.atLeastOne("vision_steps", visionSteps, 250);
    audioSteps = SftConfig.atLeastOne("audio_steps", audioSteps, 250);
    batchSize = SftConfig.atLeastOne("batch_size", batchSize, 32);
    initLr = initLr == null ? 2e-3 : initLr;
    warmupSteps = warmupSteps == null ? 30 : warmupSteps;
    weightDecay = weightDecay == null ? 0.05 : weightDecay;
  }
}
