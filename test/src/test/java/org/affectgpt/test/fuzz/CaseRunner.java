package org.affectgpt.test.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Runs cases one after the other on a thread of its own, watched from the calling thread: a case
 * that uses more than ten seconds of processor time, or stands still for a minute, is broken.
 */
final class CaseRunner {
  private static final long MAX_CPU_NANOS = 10_000_000_000L;

  /** What no message to a user has: names of Java and of libraries, and their turns of phrase. */
  private static final Pattern FOREIGN =
      Pattern.compile(
          "(?i)\\b(java|javax|jdk|org|com)\\.[a-z]|jackson|snakeyaml|exception\\b|redacted|"
              + "MismatchedInput|JsonToken|input length = ");

  /** An object as Java shows it; what a message quotes of the file may look like one. */
  private static final Pattern OBJECT = Pattern.compile("[\\w;]@[0-9a-f]{6,}");

  private static final long MAX_WALL_NANOS = 60_000_000_000L;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * What became of a case.
   *
   * @param refused whether it ended in an {@code InputException} of one line
   * @param fault what is wrong with the parser, or null
   * @param allocated bytes that Java allocated
   * @param hung whether the case was left running
   */
  record Outcome(boolean refused, @Nullable String fault, long allocated, boolean hung) {}

  private final FuzzTarget target;

  /** The first case loads classes and native libraries: its allocation is not the parser's. */
  private boolean warm;

  CaseRunner(FuzzTarget target) {
    this.target = target;
  }

  /**
   * Parses one file.
   *
   * @param file stays where it is if the virtual machine dies
   */
  Outcome run(Path file) throws IOException, InterruptedException {
    long bytes = Files.size(file);
    AtomicReference<Outcome> result = new AtomicReference<>();
    Thread worker = new Thread(() -> result.set(parse(file, bytes)), "fuzz-case");
    worker.setDaemon(true);
    long begin = System.nanoTime();
    worker.start();
    while (!worker.join(java.time.Duration.ofMillis(200))) {
      long cpu = THREADS.getThreadCpuTime(worker.threadId());
      if (cpu > MAX_CPU_NANOS || System.nanoTime() - begin > MAX_WALL_NANOS) {
        return new Outcome(false, "hangs in " + place(worker.getStackTrace()), 0, true);
      }
    }
    return result.get();
  }

  private Outcome parse(Path file, long bytes) {
    long id = Thread.currentThread().threadId();
    long before = THREADS.getThreadAllocatedBytes(id);
    boolean refused = false;
    String fault = null;
    try {
      target.parse(file);
    } catch (InputException e) {
      refused = true;
      fault = faultOfMessage(String.valueOf(e.getMessage()), file);
    } catch (Exception | Error e) {
      // A thread that a parser kills with an Error is just what is looked for here.
      fault = "throws " + e + " at " + place(e.getStackTrace());
    }
    long allocated = warm ? THREADS.getThreadAllocatedBytes(id) - before : 0;
    warm = true;
    if (fault == null && allocated > target.allocationBound(bytes)) {
      fault = "allocates " + allocated + " bytes for a file of " + bytes;
    }
    return new Outcome(refused, fault, allocated, false);
  }

  private static @Nullable String faultOfMessage(String message, Path file) {
    if (!message.contains(String.valueOf(file.getFileName()))) {
      return "does not name the file: " + message;
    }
    if (message.lines().count() > 1) {
      return "message of several lines: " + message;
    }
    String said = message.replace(String.valueOf(file), "");
    boolean object = OBJECT.matcher(said.replaceAll("'[^']*'", "''")).find();
    return object || FOREIGN.matcher(said).find()
        ? "message with a library's words: " + message
        : null;
  }

  /** The innermost frames, ours first. */
  private static String place(StackTraceElement[] stack) {
    StringBuilder text = new StringBuilder();
    int shown = 0;
    for (StackTraceElement frame : stack) {
      if (shown < 2 || (shown < 5 && frame.getClassName().startsWith("org.affectgpt"))) {
        text.append(shown++ == 0 ? "" : " < ").append(frame);
      }
    }
    return text.toString();
  }
}
