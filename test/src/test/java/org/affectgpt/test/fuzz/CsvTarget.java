package org.affectgpt.test.fuzz;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.io.csv.CsvRow;
import org.affectgpt.io.csv.CsvTable;

/** Tables. */
final class CsvTarget implements FuzzTarget {
  @Override
  public String name() {
    return "csv";
  }

  @Override
  public String suffix() {
    return ".csv";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        "name,openset\nc1,\"[a, b]\"\nc2,[]\n\n".getBytes(StandardCharsets.UTF_8),
        "\uFEFF,name,x\r\n0,\"a\"\"\r\nb\",1.5\r\n".getBytes(StandardCharsets.UTF_16LE),
        "sep=;\nname;x\n愤怒;\"y\n\"\n;\n".getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public long parse(Path file) {
    CsvTable table = CsvTable.read(file);
    long sum = table.header().size();
    for (CsvRow row : table.rows()) {
      for (String column : table.header()) {
        sum = 31 * sum + row.value(column).hashCode() + row.line();
      }
    }
    return sum;
  }
}
