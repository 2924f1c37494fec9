package org.affectgpt.emotion.label;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.affectgpt.emotion.wheel.LabelList;
import org.affectgpt.tensor.InputException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Labels per sample from a csv file with a header: a column {@code name} (or {@code names}) and a
 * column {@code openset} (or {@code labels}) with lists as {@link LabelList} reads them. This is
 * the form of MER-Caption+ and of MER2025's label files. Or an npz file of the original's results.
 */
public final class LabelFile {
  private static final List<String> NAME_COLUMNS = List.of("name", "names");
  private static final List<String> LABEL_COLUMNS = List.of("openset", "labels");
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private LabelFile() {}

  /**
   * Reads a file.
   *
   * @return labels by sample name, in the file's order
   * @throws InputException if the file is missing, is no such table, or names a sample twice
   */
  public static Map<String, List<String>> read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException("no file " + file);
    }
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".npz")) {
      return NpzLabels.read(file);
    }
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      reader.mark(1);
      if (reader.read() != BYTE_ORDER_MARK) {
        reader.reset();
      }
      CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
      return labels(file, format.parse(reader));
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw new InputException(
          "cannot read " + file + " as a csv file in UTF-8: " + e.getMessage(), e);
    }
  }

  private static Map<String, List<String>> labels(Path file, CSVParser table) {
    String nameColumn = column(file, table, NAME_COLUMNS);
    String labelColumn = column(file, table, LABEL_COLUMNS);
    Map<String, List<String>> labels = new LinkedHashMap<>();
    for (CSVRecord row : table) {
      String at = file + " line " + table.getCurrentLineNumber();
      if (!row.isConsistent()) {
        throw new InputException(
            at + ": " + row.size() + " cells, but the header has " + table.getHeaderNames().size());
      }
      String name = row.get(nameColumn).strip();
      try {
        if (labels.put(name, LabelList.labels(row.get(labelColumn))) != null) {
          throw new InputException("the sample '" + name + "' stands twice");
        }
      } catch (InputException e) {
        throw new InputException(at + ": " + e.getMessage(), e);
      }
    }
    if (labels.isEmpty()) {
      throw new InputException(file + " has no rows");
    }
    return labels;
  }

  private static String column(Path file, CSVParser table, List<String> accepted) {
    return accepted.stream()
        .filter(table.getHeaderNames()::contains)
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    file + " has no column " + String.join(" or ", accepted) + " in its header"));
  }
}
