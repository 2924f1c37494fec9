package org.affectgpt.bench;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.stream.Collectors;

/** The table of decoding beside others, of which each run of {@link DecodePeers} writes one row. */
final class DecodeTable {
  /** Where it stands in a Markdown file. */
  static final MarkedPlace PLACE =
      new MarkedPlace("<!-- decoding: written by DecodePeers -->", "<!-- end of decoding -->");

  private static final String HEAD =
      "| peer | prefill | decode | ours, tokens/s | ids | measured |\n|---|---|---|---|---|---|\n";

  private DecodeTable() {}

  /** Puts a comparison in the place of the row with its label, or at the end. */
  static void write(Path page, String label, DecodeComparison made) {
    String row =
        String.format(
            Locale.ROOT,
            "| %s | %.2f | %.2f | %.0f / %.1f | %s | %s, %s |",
            label,
            made.prefill(),
            made.decode(),
            made.prefillRate(),
            made.decodeRate(),
            made.ids(),
            Processor.description(),
            LocalDate.now(ZoneId.systemDefault()));
    String begin = "| " + label + " |";
    String rows =
        PLACE
            .text(page)
            .lines()
            .filter(l -> l.startsWith("| ") && !l.startsWith("| peer |") && !l.startsWith(begin))
            .map(l -> l + "\n")
            .collect(Collectors.joining());
    PLACE.write(page, HEAD + rows + row + "\n");
  }
}
