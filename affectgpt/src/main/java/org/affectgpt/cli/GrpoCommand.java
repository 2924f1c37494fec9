package org.affectgpt.cli;

import java.util.concurrent.Callable;
import org.affectgpt.train.TrainSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code grpo}: reinforcement learning on emotion-wheel rewards. */
@Command(
    name = "grpo",
    description = {
      "GRPO on emotion-wheel rewards from a configuration.",
      "The output folder gets log.jsonl, a checkpoint and, at the end, the model. A run that was"
          + " killed goes on with --resume as if nothing had happened."
    },
    mixinStandardHelpOptions = true)
public final class GrpoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunOptions options;

  @Override
  public Integer call() {
    return options.run(spec, TrainSession::grpo);
  }
}
