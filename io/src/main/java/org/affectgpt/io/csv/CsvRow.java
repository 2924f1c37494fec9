package org.affectgpt.io.csv;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.affectgpt.tensor.InputException;

/**
 * A row of a table.
 *
 * @param file the table's file, for messages
 * @param number which row it is, from 1 below the header; empty lines do not count
 * @param line the line on which the row begins, from 1
 * @param fields column to text, in the order of the header
 */
public record CsvRow(Path file, int number, long line, Map<String, String> fields) {
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

  public CsvRow {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** File, row and line, to begin a message with. */
  public String at() {
    return file + ": " + place();
  }

  /** Row and line. */
  public String place() {
    return "row " + number + " (line " + line + ")";
  }

  /**
   * The text in a column, perhaps empty.
   *
   * @throws InputException naming the file if there is no such column
   */
  public String text(String column) {
    String text = fields.get(column);
    if (text == null) {
      throw new InputException(
          file + ": has no column '" + column + "'; its columns are " + fields.keySet());
    }
    return text;
  }

  /** The text in a column, empty where pandas takes it for a missing value. */
  public String value(String column) {
    String text = text(column);
    return MISSING.contains(text) ? "" : text;
  }

  /**
   * The number in a column.
   *
   * @throws InputException naming file, line and column if it is not a finite number
   */
  public double number(String column) {
    String text = text(column).strip();
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, together with numbers that are not finite.
    }
    throw new InputException(at() + ", column '" + column + "': '" + text + "' is not a number");
  }
}
