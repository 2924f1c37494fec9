package org.affectgpt.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.affectgpt.bench.Peer.Run;
import org.affectgpt.tools.measure.Stopwatch;

/**
 * Decoding here and by a peer, in as many rounds each.
 *
 * @param other the peer's name
 * @param prompt tokens that were read
 * @param tokens tokens that were made
 */
record DecodeComparison(String other, int prompt, int tokens, List<Run> ours, List<Run> theirs) {
  /** Theirs over ours: above 1 we are faster. */
  double prefill() {
    return median(theirs, Run::prefill) / median(ours, Run::prefill);
  }

  /** Theirs over ours: above 1 we are faster. */
  double decode() {
    return median(theirs, Run::decode) / median(ours, Run::decode);
  }

  /** Tokens a second that we read. */
  double prefillRate() {
    return prompt / median(ours, Run::prefill);
  }

  /** Tokens a second that we make. */
  double decodeRate() {
    return (tokens - 1) / median(ours, Run::decode);
  }

  /** Whether both made the same tokens; empty where the peer does not tell its own. */
  String ids() {
    List<Integer> mine = ours.getFirst().ids();
    List<Integer> other = theirs.getFirst().ids();
    if (other.isEmpty()) {
      return "";
    }
    int equal = 0;
    while (equal < mine.size() && mine.get(equal).equals(other.get(equal))) {
      equal++;
    }
    return equal == mine.size() ? "equal" : "equal for " + equal + " of " + mine.size();
  }

  /** Lines for a terminal. */
  String text() {
    return line("ours", ours)
        + line(other, theirs)
        + String.format(
            Locale.ROOT,
            "ratio (ours / %s): prefill %.2f, decode %.2f%s%n",
            other,
            prefill(),
            decode(),
            ids().isEmpty() ? "" : "; ids " + ids());
  }

  private String line(String name, List<Run> runs) {
    double prefill = median(runs, Run::prefill);
    double decode = median(runs, Run::decode);
    return String.format(
        Locale.ROOT,
        "%-22s prefill %7.3f s %8.1f tokens/s   decode %7.3f s %7.1f tokens/s%n",
        name,
        prefill,
        prompt / prefill,
        decode,
        (tokens - 1) / decode);
  }

  private static double median(List<Run> runs, ToDoubleFunction<Run> value) {
    return Stopwatch.median(runs.stream().mapToDouble(value).toArray());
  }
}
