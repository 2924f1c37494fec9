package org.affectgpt.app.cli;

import org.affectgpt.tensor.InputException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Exit codes: 0 ok, 1 failed, 2 bad usage or bad input. */
@Command(
    name = "affectgpt",
    description = "AffectGPT in pure Java: names the emotions of the person in a clip.",
    mixinStandardHelpOptions = true,
    version = "affectgpt 0.1.0",
    subcommands = {DemoCommand.class, ScoreCommand.class})
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command and gives its exit code. */
  static int run(String... args) {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              String line = message(e);
              command.getErr().println(command.getColorScheme().errorText("affectgpt: " + line));
              return e instanceof InputException
                  ? CommandLine.ExitCode.USAGE
                  : CommandLine.ExitCode.SOFTWARE;
            })
        .execute(args);
  }

  private static String message(Exception e) {
    return e instanceof InputException
        ? e.getMessage()
        : "internal error: " + e + " at " + e.getStackTrace()[0];
  }
}
