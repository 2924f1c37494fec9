package org.affectgpt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.affectgpt.config.ConfigFile;
import org.affectgpt.io.Progress;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.train.RunFolder;
import org.affectgpt.train.RunStart;
import org.affectgpt.train.TrainFile;
import org.affectgpt.train.TrainSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code train} and {@code grpo} have in common: everything but the kind of training. */
final class RunOptions {
  @Parameters(
      arity = "1..*",
      paramLabel = "CONFIG",
      description = "YAML files; later ones replace single keys of earlier ones.")
  private List<Path> files;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replaces one key, for example --set sft.steps=100; may be repeated.")
  private List<String> overrides = List.of();

  @Option(names = "--resume", description = "Go on from the checkpoint in the output folder.")
  private boolean resume;

  @Option(names = "--overwrite", description = "Forget an earlier run in the output folder.")
  private boolean overwrite;

  @Option(
      names = "--skip-bad",
      description =
          "Go on without clips that cannot be used; skipped.txt in the output folder names them.")
  private boolean skipBad;

  @Mixin private BackendOption backend;

  @Option(names = "--json", description = "End with one JSON object instead of text.")
  private boolean json;

  /** Trains, from the configuration to the line that says how it ended. */
  int run(CommandSpec spec, BiFunction<TrainFile, Backend, TrainSession> kind) {
    TrainFile file = new ConfigFile().read(files, overrides, TrainFile.class);
    PrintWriter err = spec.commandLine().getErr();
    sayTwice(err);
    long start = System.nanoTime();
    RunStart how = RunStart.of(resume, overwrite);
    RunFolder folder;
    try (Backend opened = backend.open();
        ConsoleProgress console = new ConsoleProgress()) {
      TrainSession session = kind.apply(file, opened);
      err.println(opened.description());
      err.println("output: " + file.outputFolder().toAbsolutePath().normalize());
      err.flush();
      folder = session.skippingBad(skipBad).run(how, watch(console, err));
    }
    RunSummary.of(folder, (System.nanoTime() - start) / 1e9)
        .print(spec.commandLine().getOut(), json);
    return 0;
  }

  /** Of an option set twice the last counts, as on any command line; it may be a slip. */
  private void sayTwice(PrintWriter err) {
    Map<String, String> set = new HashMap<>();
    for (String option : overrides) {
      int eq = option.indexOf('=');
      String before = eq < 0 ? null : set.put(option.substring(0, eq), option);
      if (before != null && !before.equals(option)) {
        err.println(TerminalText.escape("--set " + before + " is overridden by --set " + option));
      }
    }
  }

  private static TrainSession.Watch watch(ConsoleProgress console, PrintWriter err) {
    return new TrainSession.Watch() {
      @Override
      public Progress task(String name) {
        return console.task(name);
      }

      @Override
      public void note(String line) {
        err.println(TerminalText.escape(line));
        err.flush();
      }
    };
  }
}
