package org.affectgpt.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.stream.Collectors;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.tensor.InputException;

/** The table of ratios between two markers of a Markdown file. */
final class RatioTable {
  private static final String BEGIN = "<!-- kernel peers: written by KernelPeers -->";
  private static final String END = "<!-- end of kernel peers -->";

  private RatioTable() {}

  /**
   * @param peer what ratios are against
   * @param command how the table was made
   */
  static String markdown(
      Collection<Comparison> results, String peer, String backend, String command) {
    return String.format(
            "%s, %s, %s, %s, `%s`, at least %d rounds.%nTimes are medians in milliseconds; the ratio is theirs over"
                + " ours, above 1 we are faster; the share is of the read bandwidth measured in the"
                + " same rounds.%n%n",
            cpu(),
            backend,
            peer,
            LocalDate.now(ZoneId.systemDefault()),
            command,
            results.stream().mapToInt(Comparison::rounds).min().orElse(0))
        + "| bench | case | ours | PyTorch | our rate | ratio | share |\n|---|---|---|---|---|---|---|\n"
        + results.stream().map(c -> c.row() + "\n").collect(Collectors.joining());
  }

  /**
   * Replaces what stands between the markers.
   *
   * @throws InputException when the file lacks them
   */
  static void write(Path file, String markdown) {
    try {
      String text = Files.readString(file);
      int begin = text.indexOf(BEGIN);
      int end = text.indexOf(END);
      if (begin < 0 || end < begin) {
        throw new InputException(file + ": lacks the lines " + BEGIN + " and " + END);
      }
      AtomicFile.write(
          file,
          text.substring(0, begin + BEGIN.length())
              + "\n\n"
              + markdown
              + "\n"
              + text.substring(end));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String cpu() {
    Path info = Path.of("/proc/cpuinfo");
    String model = System.getProperty("os.arch");
    try {
      if (Files.isReadable(info)) {
        model =
            Files.readAllLines(info).stream()
                .filter(l -> l.startsWith("model name"))
                .map(l -> l.substring(l.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(model);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return model + ", " + Runtime.getRuntime().availableProcessors() + " cores";
  }
}
