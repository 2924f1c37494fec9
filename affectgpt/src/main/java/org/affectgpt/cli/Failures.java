package org.affectgpt.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.affectgpt.tensor.FailedException;
import org.affectgpt.tensor.InputException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Turns whatever ends a command early into one line and an exit code, never a stack trace. */
final class Failures {
  private static final double GIB = 1L << 30;

  private Failures() {}

  /** Bad usage: what is wrong, and where the help is. */
  static int usage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    print(
        command,
        firstLine(e.getMessage())
            + "; see "
            + command.getCommandSpec().qualifiedName()
            + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  /** Anything thrown by a command. */
  static int of(Throwable thrown, CommandLine command) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof InputException) {
        print(command, firstLine(t.getMessage()));
        return CommandLine.ExitCode.USAGE;
      }
      if (t instanceof FailedException) {
        print(command, firstLine(t.getMessage()));
        return CommandLine.ExitCode.SOFTWARE;
      }
      if (t instanceof OutOfMemoryError) {
        print(command, memory(t));
        return CommandLine.ExitCode.USAGE;
      }
    }
    StackTraceElement[] trace = thrown.getStackTrace();
    print(
        command,
        "internal error: "
            + firstLine(thrown.toString())
            + (trace.length == 0 ? "" : " at " + trace[0])
            + "; please report it");
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String memory(Throwable t) {
    long heap = Runtime.getRuntime().maxMemory();
    String detail = t.getMessage() == null ? "" : " (" + firstLine(t.getMessage()) + ")";
    return String.format(
        Locale.ROOT,
        "out of memory%s: the heap is %.1f GiB; give more with AFFECTGPT_JAVA_OPTS=-Xmx%dg, or"
            + " lower batch_size, prompts_per_pass or group_size",
        detail,
        heap / GIB,
        Math.max(2, (int) Math.ceil(2 * heap / GIB)));
  }

  private static void print(CommandLine command, String line) {
    PrintWriter err = command.getErr();
    err.println(command.getColorScheme().errorText("affectgpt: " + TerminalText.escape(line)));
    err.flush();
  }

  private static String firstLine(String text) {
    return text == null ? "no message" : text.lines().findFirst().orElse("no message");
  }
}
