package org.affectgpt.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.affectgpt.corpus.CorpusLayout;
import org.affectgpt.corpus.plan.Split;
import org.affectgpt.emotion.wheel.LabelList;
import org.affectgpt.io.csv.CsvRow;
import org.affectgpt.io.csv.CsvTable;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * The csv files of a data set, read as the original reads them ({@code
 * read_files.py:func_read_key_from_csv}).
 */
final class DataTables {
  private static final String NAME = "name";

  /** What pandas takes for a missing value. */
  private static final Set<String> MISSING =
      Set.of(
          "",
          "#N/A",
          "#N/A N/A",
          "#NA",
          "-1.#IND",
          "-1.#QNAN",
          "-NaN",
          "-nan",
          "1.#IND",
          "1.#QNAN",
          "<NA>",
          "N/A",
          "NA",
          "NULL",
          "NaN",
          "None",
          "n/a",
          "nan",
          "null");

  private final DataConfig config;
  private final CorpusLayout layout;

  DataTables(DataConfig config) {
    this.config = config;
    this.layout = new CorpusLayout(Path.of(config.root()));
    if (!Files.isDirectory(layout.root())) {
      throw new InputException(
          layout.root() + ": no such data folder; set data.root, or make one with corpus --out");
    }
  }

  CorpusLayout layout() {
    return layout;
  }

  /** Names and their labels in the table's order; no label becomes neutral. */
  Map<String, List<String>> labels() {
    Map<String, List<String>> labels = new LinkedHashMap<>();
    text(file(config.labels(), layout.openset(split())), "openset")
        .forEach(
            (name, list) -> {
              List<String> parsed = LabelList.parse(list);
              labels.put(name, parsed.isEmpty() ? List.of("neutral") : parsed);
            });
    return labels;
  }

  /** Descriptions by name; none at all where the data set has no such table. */
  Map<String, String> reasons() {
    Path file = file(config.reasons(), layout.reasons(split()));
    return config.reasons() == null && !Files.exists(file) ? Map.of() : text(file, "reason");
  }

  /** Subtitles by name. */
  Map<String, String> subtitles() {
    return text(file(config.subtitles(), layout.subtitles()), config.subtitleColumn());
  }

  private Path file(@Nullable String given, Path usual) {
    return given == null ? usual : layout.root().resolve(given);
  }

  private Split split() {
    return Arrays.stream(Split.values())
        .filter(s -> s.key().equals(config.split()))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "option data.split: '"
                        + config.split()
                        + "' is unknown; use one of "
                        + Arrays.stream(Split.values()).map(Split::key).toList()));
  }

  private static Map<String, String> text(Path file, String column) {
    Map<String, String> values = new LinkedHashMap<>();
    for (CsvRow row : CsvTable.read(file).require(NAME, column).rows()) {
      String value = row.text(column);
      String name = row.text(NAME).strip();
      if (values.put(name, MISSING.contains(value) ? "" : value) != null) {
        throw new InputException(file + ": line " + row.line() + ": '" + name + "' stands twice");
      }
    }
    return values;
  }
}
