package org.affectgpt.emotion.label;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.affectgpt.emotion.wheel.LabelList;
import org.affectgpt.io.InputFile;
import org.affectgpt.io.csv.CsvRow;
import org.affectgpt.io.csv.CsvTable;
import org.affectgpt.tensor.InputException;

/**
 * Labels per sample from a csv file with a header: a column {@code name} (or {@code names}) and a
 * column {@code openset} (or {@code labels}) with lists as {@link LabelList} reads them. This is
 * the form of MER-Caption+ and of MER2025's label files. Or an npz file of the original's results.
 */
public final class LabelFile {
  private static final List<String> NAME_COLUMNS = List.of("name", "names");
  private static final List<String> LABEL_COLUMNS = List.of("openset", "labels");

  private LabelFile() {}

  /**
   * Reads a file.
   *
   * @return labels by sample name, in the file's order
   * @throws InputException if the file is missing, is no such table, or names a sample twice
   */
  public static Map<String, List<String>> read(Path file) {
    InputFile.require(file);
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".npz")) {
      return NpzLabels.read(file);
    }
    CsvTable table = CsvTable.read(file);
    String nameColumn = column(table, NAME_COLUMNS);
    String labelColumn = column(table, LABEL_COLUMNS);
    Map<String, List<String>> labels = new LinkedHashMap<>();
    Map<String, CsvRow> rows = new HashMap<>();
    for (CsvRow row : table.rows()) {
      String name = row.text(nameColumn).strip();
      if (name.isEmpty()) {
        throw new InputException(row.at() + " names no sample; give it a name or take it out");
      }
      CsvRow before = rows.putIfAbsent(name, row);
      if (before != null) {
        throw new InputException(
            row.at() + ": the sample '" + name + "' stands there already in " + before.place());
      }
      labels.put(name, labels(row, row.value(labelColumn)));
    }
    if (labels.isEmpty()) {
      throw new InputException(file + ": has no rows below its header");
    }
    return labels;
  }

  private static List<String> labels(CsvRow row, String list) {
    try {
      return LabelList.labels(list);
    } catch (InputException e) {
      throw new InputException(row.at() + ": " + e.getMessage(), e);
    }
  }

  private static String column(CsvTable table, List<String> accepted) {
    return accepted.stream()
        .filter(table.header()::contains)
        .findFirst()
        .orElseGet(() -> missing(table, accepted));
  }

  private static String missing(CsvTable table, List<String> accepted) {
    throw new InputException(
        table.file()
            + ": has no column "
            + String.join(" or ", accepted)
            + "; its first line names the columns "
            + table.header());
  }
}
