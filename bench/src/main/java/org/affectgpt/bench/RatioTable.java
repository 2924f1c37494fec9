package org.affectgpt.bench;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.stream.Collectors;

/** The table of ratios between two markers of a Markdown file. */
final class RatioTable {
  /** Where it stands in a Markdown file. */
  static final MarkedPlace PLACE =
      new MarkedPlace(
          "<!-- kernel peers: written by KernelPeers -->", "<!-- end of kernel peers -->");

  private RatioTable() {}

  /**
   * @param peer what ratios are against
   * @param command how the table was made
   */
  static String markdown(
      Collection<Comparison> results, String peer, String backend, String command) {
    return String.format(
            "%s, %s, %s, %s, `%s`, at least %d rounds.%nTimes are medians in milliseconds; the ratio is theirs over"
                + " ours, above 1 we are faster; the share is of the roof that bounds the case, the peak of multiply-adds or the read"
                + " bandwidth, measured next to our turn (above 1 where operands stay in a cache); both are medians over the rounds, and the medians of single runs, each a"
                + " pair of fresh processes, lie within the brackets.%n%n",
            Processor.description(),
            backend,
            peer,
            LocalDate.now(ZoneId.systemDefault()),
            command,
            results.stream().mapToInt(Comparison::rounds).min().orElse(0))
        + "| bench | case | ours | PyTorch | our rate | ratio | share |\n|---|---|---|---|---|---|---|\n"
        + results.stream().map(c -> c.row() + "\n").collect(Collectors.joining());
  }
}
