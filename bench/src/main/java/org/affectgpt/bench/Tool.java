package org.affectgpt.bench;

import java.util.concurrent.Callable;
import org.affectgpt.tensor.InputException;
import picocli.CommandLine;

/** How every measurement here is started: bad input is one line and exit code 2. */
final class Tool {
  private Tool() {}

  /**
   * Runs a picocli command.
   *
   * @return its exit code
   */
  static int run(Callable<Integer> command, String... args) {
    return new CommandLine(command)
        .setExecutionExceptionHandler(
            (e, line, parsed) -> {
              if (e instanceof InputException) {
                line.getErr().println(e.getMessage());
                return CommandLine.ExitCode.USAGE;
              }
              throw e;
            })
        .execute(args);
  }
}
