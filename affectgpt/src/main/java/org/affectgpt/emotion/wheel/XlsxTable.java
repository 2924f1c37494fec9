package org.affectgpt.emotion.wheel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.affectgpt.io.InputFile;
import org.affectgpt.tensor.InputException;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;

/** The first sheet of an xlsx file as text cells under a header row. */
final class XlsxTable {
  private final Path file;
  private final Map<String, Integer> columns = new HashMap<>();
  private final List<Row> rows;

  private XlsxTable(Path file, List<Row> sheet) {
    this.file = file;
    if (sheet.isEmpty()) {
      throw new InputException(file + ": its first sheet is empty");
    }
    Row header = sheet.getFirst();
    for (Cell cell : header) {
      if (cell != null) {
        columns.put(cell.getText().strip(), cell.getColumnIndex());
      }
    }
    this.rows = sheet.subList(1, sheet.size());
  }

  /**
   * Reads the first sheet.
   *
   * @throws InputException if the file is missing, is no xlsx file, or has no rows
   */
  static XlsxTable read(Path file) {
    InputFile.require(file, "no such table; --wheels takes the folder of MER-UniBench's tables");
    try (InputStream in = Files.newInputStream(file);
        ReadableWorkbook workbook = new ReadableWorkbook(in);
        Stream<Row> rows = workbook.getFirstSheet().openStream()) {
      return new XlsxTable(file, rows.toList());
    } catch (InputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new InputException(file + ": is no Excel workbook (xlsx), or is damaged", e);
    }
  }

  XlsxTable requireColumns(String... names) {
    for (String name : names) {
      if (!columns.containsKey(name)) {
        throw new InputException(file + " has no column '" + name + "'");
      }
    }
    return this;
  }

  int rowCount() {
    return rows.size();
  }

  /** The text of a cell as written, empty if the cell is. */
  String cell(int row, String column) {
    int index = columns.get(column);
    Row cells = rows.get(row);
    return index < cells.getCellCount() ? cells.getCellText(index) : "";
  }
}
