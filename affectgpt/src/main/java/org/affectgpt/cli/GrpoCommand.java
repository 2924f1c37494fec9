package org.affectgpt.cli;

import java.util.concurrent.Callable;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.train.TrainFile;
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
    TrainFile file = options.read();
    long start = System.nanoTime();
    TrainSession session;
    try (Backend backend = options.backend.open();
        ConsoleProgress console = new ConsoleProgress()) {
      session = TrainSession.grpo(file, backend);
      options.check(session.folder());
      options.greet(spec.commandLine().getErr(), backend, file);
      session.optimize(options.resume(), console::task);
    }
    RunSummary.of(session.folder(), (System.nanoTime() - start) / 1e9)
        .print(spec.commandLine().getOut(), options.json);
    return 0;
  }
}
