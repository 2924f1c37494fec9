package org.affectgpt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.affectgpt.demo.Demo;
import org.affectgpt.demo.DemoOutput;
import org.affectgpt.demo.DemoPlan;
import org.affectgpt.demo.DemoRequest;
import org.affectgpt.demo.DemoScores;
import org.affectgpt.tensor.backend.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: the whole story on a corpus that it makes. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Makes a corpus, trains a tiny AffectGPT on it (SFT, then GRPO), measures every stage and"
            + " writes a report.")
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "out/demo",
      description = "where corpus, model and report go (${DEFAULT-VALUE})")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "the same seed gives the same figures (${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--quick",
      description = "the same story in about a minute: fewer clips, the shipped model's encoders")
  private boolean quick;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "changes the plan, for example grpo.steps=200")
  private List<String> overrides = List.of();

  @Option(
      names = "--overwrite",
      description = "Replace a demo of another plan at --out; the same plan goes on by itself.")
  private boolean overwrite;

  @Mixin private BackendOption backend;

  @Override
  public Integer call() {
    DemoPlan plan = DemoPlan.load(quick, seed, overrides);
    try (DemoOutput output = DemoOutput.open(out, plan, overwrite);
        Backend opened = backend.open();
        ConsoleProgress progress = new ConsoleProgress()) {
      PrintWriter to = spec.commandLine().getOut();
      PrintWriter err = spec.commandLine().getErr();
      err.println(opened.description());
      err.flush();
      DemoScores scores =
          new Demo(plan, request(), opened, backend.threads(), progress::task, to).run();
      progress.close();
      err.println("report: " + out.resolve("report.html"));
      err.println("model:  " + out.resolve("model"));
      err.flush();
      to.println(scores.json());
      to.flush();
    }
    return 0;
  }

  private DemoRequest request() {
    StringBuilder command = new StringBuilder("affectgpt/run demo");
    command.append(quick ? " --quick" : "").append(" --seed ").append(seed);
    overrides.forEach(o -> command.append(" --set '").append(o).append('\''));
    return new DemoRequest(command.toString(), out, ShippedModel.or(null));
  }
}
