package org.affectgpt.train;

import org.affectgpt.config.Bounds;
import org.affectgpt.model.AffectGptConfig;
import org.affectgpt.model.prompt.PromptMode;
import org.jspecify.annotations.Nullable;

/**
 * What every run on labelled clips has.
 *
 * @param seed order of clips, choice of questions, dropout, sampling
 * @param steps steps in all
 * @param checkpointEvery steps between checkpoints
 * @param trainLlm trains the decoder's own weights too, not only adapters and fusions
 * @param faceOrFrame the mode of prompts; the model's where absent
 */
public record RunConfig(
    long seed, int steps, int checkpointEvery, boolean trainLlm, @Nullable String faceOrFrame) {
  public RunConfig {
    Bounds.atLeastOne("steps", steps);
    Bounds.atLeastOne("checkpoint_every", checkpointEvery);
  }

  /** The mode of prompts: this run's, or the model's. */
  public PromptMode mode(AffectGptConfig model) {
    return PromptMode.of(faceOrFrame == null ? model.prompt().faceOrFrame() : faceOrFrame);
  }

  /** Whether the state after this many steps is kept. */
  boolean checkpointAt(long done) {
    return done % checkpointEvery == 0 || done == steps;
  }
}
