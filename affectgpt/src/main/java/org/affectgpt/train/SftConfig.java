package org.affectgpt.train;

import org.affectgpt.model.AffectGptConfig;
import org.affectgpt.nn.optim.Schedule;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Supervised training.
 *
 * @param seed order of clips, choice of questions, dropout
 * @param steps optimiser steps
 * @param batchSize clips a batch
 * @param accumGradIters batches a step
 * @param initLr learning rate after warm-up; a cosine takes it to {@code minLr}
 * @param trainLlm trains the decoder's own weights too, not only adapters and fusions
 * @param answerFormat how labels are answered
 * @param singleModalityShare share of batches that see text, sound or frames only
 * @param descriptionShare share of batches that ask for the description
 * @param emptySubtitleShare share of clips whose subtitle is left out
 * @param checkpointEvery steps between checkpoints
 * @param gradientCheckpointing recompute the decoder's layers instead of keeping them
 */
public record SftConfig(
    @Nullable Long seed,
    @Nullable Integer steps,
    @Nullable Integer batchSize,
    @Nullable Integer accumGradIters,
    @Nullable Double initLr,
    @Nullable Double minLr,
    @Nullable Integer warmupSteps,
    @Nullable Double weightDecay,
    @Nullable Double beta1,
    @Nullable Double beta2,
    @Nullable Double maxGradNorm,
    @Nullable Boolean trainLlm,
    @Nullable AnswerFormat answerFormat,
    @Nullable String faceOrFrame,
    @Nullable Double singleModalityShare,
    @Nullable Double descriptionShare,
    @Nullable Double emptySubtitleShare,
    @Nullable Integer checkpointEvery,
    @Nullable Boolean gradientCheckpointing) {
  public SftConfig {
    seed = seed == null ? 42L : seed;
    steps = atLeastOne("steps", steps, 500);
    batchSize = atLeastOne("batch_size", batchSize, 3);
    accumGradIters = atLeastOne("accum_grad_iters", accumGradIters, 1);
    initLr = initLr == null ? 1e-5 : initLr;
    minLr = minLr == null ? initLr : minLr;
    warmupSteps = warmupSteps == null ? 0 : warmupSteps;
    weightDecay = weightDecay == null ? 0.05 : weightDecay;
    beta1 = beta1 == null ? 0.9 : beta1;
    beta2 = beta2 == null ? 0.999 : beta2;
    maxGradNorm = maxGradNorm == null ? 0.0 : maxGradNorm;
    trainLlm = trainLlm != null && trainLlm;
    answerFormat = answerFormat == null ? AnswerFormat.PLAIN : answerFormat;
    singleModalityShare = share("single_modality_share", singleModalityShare);
    descriptionShare = share("description_share", descriptionShare);
    emptySubtitleShare = share("empty_subtitle_share", emptySubtitleShare);
    checkpointEvery = atLeastOne("checkpoint_every", checkpointEvery, 100);
    gradientCheckpointing = gradientCheckpointing != null && gradientCheckpointing;
  }

  /** The mode of prompts: this run's, or the model's. */
  public String mode(AffectGptConfig model) {
    return faceOrFrame == null ? model.faceOrFrame() : faceOrFrame;
  }

  Schedule schedule() {
    return Schedule.warmupCosine(initLr, minLr, warmupSteps, steps);
  }

  static int atLeastOne(String key, @Nullable Integer value, int fallback) {
    int v = value == null ? fallback : value;
    if (v < 1) {
      throw new InputException("option " + key + " must be at least 1, not " + v);
    }
    return v;
  }

  static double share(String key, @Nullable Double value) {
    double v = value == null ? 0 : value;
    if (!(v >= 0 && v <= 1)) {
      throw new InputException("option " + key + " must lie between 0 and 1, not " + v);
    }
    return v;
  }
}
