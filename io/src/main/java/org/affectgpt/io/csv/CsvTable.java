package org.affectgpt.io.csv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.io.PlainText;
import org.affectgpt.tensor.InputException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A table with a header, as pandas and spreadsheets write it: text as {@link PlainText} reads it,
 * records as {@link CsvScanner} cuts them, the separator as {@link CsvDialect} finds it. Columns
 * without a name, such as the index that pandas writes or what a comma at the end of every line
 * makes, are passed over; so are rows at the end that hold nothing but separators.
 *
 * @param file where it comes from, for messages
 * @param header the names of the columns, without white space around them
 * @param rows the rows in order
 */
public record CsvTable(Path file, List<String> header, List<CsvRow> rows) {
  public CsvTable {
    header = List.copyOf(header);
    rows = List.copyOf(rows);
  }

  /**
   * Reads a table.
   *
   * @throws InputException naming the file, and the row, line or column at fault
   */
  public static CsvTable read(Path file) {
    String text = PlainText.read(file);
    CsvDialect dialect = CsvDialect.of(text);
    CsvScanner scanner =
        new CsvScanner(file, text, dialect.separator(), dialect.start(), dialect.line());
    CsvScanner.Line first = scanner.next();
    if (first == null) {
      throw new InputException(file + ": is empty; a line that names the columns is needed");
    }
    List<String> columns = columns(file, first.fields());
    List<CsvRow> rows = new ArrayList<>();
    List<CsvScanner.Line> blank = new ArrayList<>();
    for (CsvScanner.Line line = scanner.next(); line != null; line = scanner.next()) {
      blank.add(line);
      if (!line.blank()) {
        blank.forEach(l -> rows.add(row(file, rows.size() + 1, columns, l)));
        blank.clear();
      }
    }
    return new CsvTable(file, columns.stream().filter(c -> !c.isEmpty()).toList(), rows);
  }

  private static List<String> columns(Path file, List<String> header) {
    List<String> columns = header.stream().map(CsvTable::stripped).toList();
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      Integer before = column.isEmpty() ? null : seen.putIfAbsent(column, i);
      if (before != null) {
        throw new InputException(
            file
                + ": column '"
                + column
                + "' stands twice in the header, as columns "
                + (before + 1)
                + " and "
                + (i + 1)
                + "; rename or remove one");
      }
    }
    if (seen.isEmpty()) {
      throw new InputException(file + ": its first line names no column");
    }
    return columns;
  }

  /** Without white space, no-break spaces and byte order marks around it. */
  private static String stripped(String name) {
    return name.replaceAll("^[\\s\\u00A0\\uFEFF]+|[\\s\\u00A0\\uFEFF]+$", "");
  }

  private static CsvRow row(Path file, int number, List<String> columns, CsvScanner.Line line) {
    int size = line.fields().size();
    if (size != columns.size()) {
      throw new InputException(
          file
              + ": row "
              + number
              + " (line "
              + line.line()
              + ") has "
              + size
              + (size == 1 ? " field" : " fields")
              + ", but the header has "
              + columns.size()
              + (size > columns.size() ? surplus(columns, line) : ""));
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      if (!columns.get(i).isEmpty()) {
        fields.put(columns.get(i), line.fields().get(i));
      }
    }
    return new CsvRow(file, number, line.line(), fields);
  }

  private static String surplus(List<String> columns, CsvScanner.Line line) {
    boolean empty = line.fields().stream().skip(columns.size()).allMatch(String::isBlank);
    return empty
        ? "; take the separators at the end of the line away"
        : "; a field that holds a separator stands in double quotes";
  }

  /**
   * This table, if it has all these columns.
   *
   * @throws InputException naming the file and the first column that is missing
   */
  public CsvTable require(String... columns) {
    for (String column : columns) {
      if (!header.contains(column)) {
        throw new InputException(
            file + ": has no column '" + column + "'; its first line names the columns " + header);
      }
    }
    return this;
  }

  /**
   * Writes a table; every row has one field per column.
   *
   * @throws InputException if the file cannot be written
   */
  public static void write(Path file, List<String> header, List<? extends List<String>> rows) {
    StringBuilder text = new StringBuilder();
    CSVFormat format = CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();
    try (CSVPrinter printer = new CSVPrinter(text, format)) {
      printer.printRecord(header);
      for (List<String> row : rows) {
        if (row.size() != header.size()) {
          throw new IllegalArgumentException(
              "a row of " + row.size() + " fields under a header of " + header.size());
        }
        printer.printRecord(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    AtomicFile.write(file, text.toString());
  }
}
