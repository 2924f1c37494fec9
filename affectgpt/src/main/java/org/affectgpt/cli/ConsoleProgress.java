package org.affectgpt.cli;

import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.affectgpt.io.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Progress for people: a bar with rate and time left on a terminal, a plain line every tenth of the
 * way when piped. Written to the error stream, so that it never mixes with results.
 */
public final class ConsoleProgress implements AutoCloseable {
  private final boolean terminal;
  private final PrintStream out;
  private @Nullable ProgressBar bar;

  public ConsoleProgress() {
    this(System.console() != null && System.console().isTerminal(), System.err);
  }

  ConsoleProgress(boolean terminal, PrintStream out) {
    this.terminal = terminal;
    this.out = out;
  }

  /** Begins a piece of work; the piece before it ends. */
  public Progress task(String name) {
    close();
    return terminal ? bar(name) : lines(name);
  }

  private Progress bar(String name) {
    ProgressBar b =
        new ProgressBarBuilder()
            .setTaskName(String.format(Locale.ROOT, "%-28s", name))
            .setInitialMax(-1)
            .setStyle(
                System.getenv("NO_COLOR") == null
                    ? ProgressBarStyle.COLORFUL_UNICODE_BAR
                    : ProgressBarStyle.UNICODE_BLOCK)
            .showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
            .setUpdateIntervalMillis(200)
            .build();
    bar = b;
    return (done, total, note) -> {
      b.maxHint(total);
      b.stepTo(done);
      b.setExtraMessage(" " + note);
    };
  }

  private Progress lines(String name) {
    long start = System.nanoTime();
    long[] tenth = {-1};
    return (done, total, note) -> {
      long now = total == 0 ? 10 : 10 * done / total;
      if (now == tenth[0]) {
        return;
      }
      tenth[0] = now;
      double seconds = (System.nanoTime() - start) / 1e9;
      double rate = done / Math.max(seconds, 1e-9);
      out.printf(
          Locale.ROOT,
          "%s: %d/%d, %.1f/s, %s left%s%n",
          name,
          done,
          total,
          rate,
          time((total - done) / Math.max(rate, 1e-9)),
          note.isEmpty() ? "" : ", " + note);
    };
  }

  private static String time(double seconds) {
    Duration d = Duration.ofSeconds(Math.round(seconds));
    return String.format(Locale.ROOT, "%d:%02d", d.toMinutes(), d.toSecondsPart());
  }

  /** Ends the current piece of work. */
  @Override
  public void close() {
    ProgressBar b = bar;
    if (b != null) {
      b.close();
      bar = null;
    }
  }
}
