package org.affectgpt.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.affectgpt.tensor.InputException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 ok, 1 failed, 2 bad usage or bad input. */
@Command(
    name = "affectgpt",
    description = "AffectGPT in pure Java: names the emotions of the person in a clip.",
    mixinStandardHelpOptions = true,
    version = "affectgpt 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      InferCommand.class,
      TrainCommand.class,
      GrpoCommand.class,
      ScoreCommand.class,
      CorpusCommand.class,
      GenerateCommand.class,
      TokenizeCommand.class,
      InspectCommand.class,
      VerifyCommand.class,
      ConvertCommand.class,
      RehearseCommand.class,
      DevicesCommand.class,
      BenchCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command and gives its exit code. */
  public static int run(String... args) {
    PrintWriter err =
        new PrintWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8),
            true);
    return run(ResultWriter.standard(), err, args);
  }

  /** Runs one command with its results and its messages going elsewhere. */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = new CommandLine(new Main());
    line.setOut(out)
        .setErr(err)
        .registerConverter(Path.class, new PathArgument())
        .setExpandAtFiles(false) // a text may begin with @
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(Failures::usage)
        .setExecutionExceptionHandler((e, command, parsed) -> Failures.of(e, command));
    return ResultWriter.finish(execute(line, args), out, err);
  }

  private static int execute(CommandLine line, String[] args) {
    try {
      Arguments.require(args);
      return line.execute(args);
    } catch (InputException | OutOfMemoryError | StackOverflowError | LinkageError e) {
      return Failures.of(e, line);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
