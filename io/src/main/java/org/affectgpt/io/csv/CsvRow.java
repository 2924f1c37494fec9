package org.affectgpt.io.csv;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.affectgpt.tensor.InputException;

/**
 * A row of a table.
 *
 * @param file the table's file, for messages
 * @param line the line on which the row begins, from 1
 * @param fields column to text, in the order of the header
 */
public record CsvRow(Path file, long line, Map<String, String> fields) {
  public CsvRow {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
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
    throw new InputException(
        file + ": line " + line + ", column '" + column + "': '" + text + "' is not a number");
  }
}
