package org.affectgpt.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.affectgpt.corpus.CorpusLayout;
import org.affectgpt.corpus.plan.Split;
import org.affectgpt.io.csv.CsvRow;
import org.affectgpt.io.csv.CsvTable;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * The csv files of a data set, read as the original reads them ({@code
 * read_files.py:func_read_key_from_csv}).
 */
final class DataTables {
  /**
   * A column of a table by clip.
   *
   * @param file the table
   * @param rows name to its rows: more than one is a fault
   */
  record Column(Path file, String key, Map<String, List<CsvRow>> rows) {
    /** Whether the table has the clip. */
    boolean has(String name) {
      return rows.containsKey(name);
    }

    /** The text of a clip's first row, empty where pandas takes it for a missing value. */
    String text(String name) {
      return rows.get(name).getFirst().value(key);
    }
  }

  static final String NAME = "name";

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

  /** Names and their labels in the table's order. */
  Column labels() {
    return column(file(config.labels(), layout.openset(split())), "openset");
  }

  /** Descriptions; null where the data set has no such table. */
  @Nullable Column reasons() {
    Path file = file(config.reasons(), layout.reasons(split()));
    if (config.reasons() == null && !Files.exists(file)) {
      return null;
    }
    Column reasons = column(file, "reason");
    return reasons.rows().isEmpty() ? null : reasons;
  }

  /** Subtitles. */
  Column subtitles() {
    return column(file(config.subtitles(), layout.subtitles()), config.subtitleColumn());
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

  private static Column column(Path file, String key) {
    Map<String, List<CsvRow>> rows = new LinkedHashMap<>();
    for (CsvRow row : CsvTable.read(file).require(NAME, key).rows()) {
      rows.merge(row.text(NAME).strip(), List.of(row), DataTables::both);
    }
    return new Column(file, key, rows);
  }

  private static List<CsvRow> both(List<CsvRow> before, List<CsvRow> more) {
    return Stream.concat(before.stream(), more.stream()).toList();
  }
}
