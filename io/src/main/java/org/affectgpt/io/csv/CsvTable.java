package org.affectgpt.io.csv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.tensor.InputException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * A table with a header, as pandas and spreadsheets write it: UTF-8 with or without a byte order
 * mark, commas, fields with commas, quotes or line breaks in double quotes.
 *
 * @param file where it comes from, for messages
 * @param header the names of the columns
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
   * @throws InputException naming the file, and the line or column at fault
   */
  public static CsvTable read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": no such file");
    }
    try {
      String text = Files.readString(file);
      return parse(file, text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      throw new InputException(file + ": is not UTF-8; save it as UTF-8", e);
    } catch (UncheckedIOException e) {
      throw new InputException(file + ": damaged csv: " + e.getCause().getMessage(), e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e, e);
    }
  }

  private static CsvTable parse(Path file, String text) throws IOException {
    try (CSVParser parser = CSVParser.parse(text, CSVFormat.DEFAULT)) {
      Iterator<CSVRecord> records = parser.iterator();
      if (!records.hasNext()) {
        throw new InputException(file + ": is empty; a header line is needed");
      }
      List<String> header = records.next().toList();
      HashSet<String> seen = new HashSet<>();
      for (String column : header) {
        if (!seen.add(column)) {
          throw new InputException(file + ": column '" + column + "' occurs twice");
        }
      }
      List<CsvRow> rows = new ArrayList<>();
      while (true) {
        long line = parser.getCurrentLineNumber() + 1;
        if (!records.hasNext()) {
          return new CsvTable(file, header, rows);
        }
        rows.add(new CsvRow(file, line, fields(file, line, header, records.next())));
      }
    }
  }

  private static Map<String, String> fields(
      Path file, long line, List<String> header, CSVRecord row) {
    if (row.size() != header.size()) {
      throw new InputException(
          file
              + ": line "
              + line
              + " has "
              + row.size()
              + " fields but the header has "
              + header.size());
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < row.size(); i++) {
      fields.put(header.get(i), row.get(i));
    }
    return fields;
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
            file + ": has no column '" + column + "'; its columns are " + header);
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
