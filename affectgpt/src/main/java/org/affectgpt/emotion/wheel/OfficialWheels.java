package org.affectgpt.emotion.wheel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.affectgpt.io.csv.CsvRow;
import org.affectgpt.io.csv.CsvTable;
import org.affectgpt.tensor.InputException;

/**
 * Loads the emotion-wheel tables that AffectGPT published: a folder with {@code wheel1.xlsx} to
 * {@code wheel5.xlsx}, {@code synonym.xlsx} and {@code format.csv} (reference: {@code
 * my_affectgpt/evaluation/wheel.py}). Other tables of the same form load as well.
 */
public final class OfficialWheels {
  /** {@link EmotionWheels#checksum()} of the tables published for MER-UniBench. */
  private static final String PUBLISHED_CHECKSUM =
      "09fe88189b2dbeaed940e82aa135ac2d4716c320bf1cc762e10b0431ca97e457";

  private static final int SYNONYM_RUNS = 8;

  private OfficialWheels() {}

  /** Whether the wheels map every label as the published tables do. */
  public static boolean isPublished(EmotionWheels wheels) {
    return wheels.checksum().equals(PUBLISHED_CHECKSUM);
  }

  /**
   * Reads the tables of a folder.
   *
   * @throws InputException if a file is missing or is not such a table
   */
  public static EmotionWheels load(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InputException("no folder " + folder + ": --wheels takes the folder of the tables");
    }
    List<Wheel> wheels = new ArrayList<>();
    for (int i = 1; i <= EmotionWheels.COUNT; i++) {
      wheels.add(new Wheel("wheel" + i, wheelRows(folder.resolve("wheel" + i + ".xlsx"))));
    }
    return new EmotionWheels("tables in " + folder, wheels, chain(folder).candidates());
  }

  private static List<WheelRow> wheelRows(Path file) {
    XlsxTable table = XlsxTable.read(file).requireColumns("level1", "level2", "level3");
    String[] last = {"", "", ""};
    List<WheelRow> rows = new ArrayList<>();
    for (int row = 0; row < table.rowCount(); row++) {
      for (int column = 0; column < last.length; column++) {
        // A blank cell repeats the last one written above it in its own column.
        String cell = table.cell(row, "level" + (column + 1));
        last[column] = cell.isEmpty() ? last[column] : clean(cell);
      }
      rows.add(new WheelRow(last[0], last[1], List.of(last[2])));
    }
    return rows;
  }

  static SynonymChain chain(Path folder) {
    return new SynonymChain(
        formats(folder.resolve("format.csv")), synonyms(folder.resolve("synonym.xlsx")));
  }

  private static Map<String, List<String>> formats(Path file) {
    Map<String, List<String>> names = new HashMap<>();
    for (CsvRow row : CsvTable.read(file).require("name", "format").rows()) {
      String name = row.text("name");
      for (String label : labels(row)) {
        names.computeIfAbsent(label, key -> new ArrayList<>()).add(name);
      }
      names.computeIfAbsent(name, key -> new ArrayList<>()).add(name);
    }
    return names;
  }

  private static List<String> labels(CsvRow row) {
    try {
      return LabelList.parse(row.text("format"));
    } catch (InputException e) {
      throw new InputException(row.at() + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, Set<String>> synonyms(Path file) {
    XlsxTable table = XlsxTable.read(file);
    Map<String, Set<String>> words = new HashMap<>();
    for (int run = 1; run <= SYNONYM_RUNS; run++) {
      table.requireColumns("word_run" + run, "synonym_run" + run);
      for (int row = 0; row < table.rowCount(); row++) {
        String word = clean(table.cell(row, "word_run" + run));
        if (word.isEmpty()) {
          continue;
        }
        words.computeIfAbsent(word, key -> new LinkedHashSet<>()).add(word);
        for (String synonym : LabelList.labels(table.cell(row, "synonym_run" + run))) {
          words.computeIfAbsent(synonym, key -> new LinkedHashSet<>()).add(word);
        }
      }
    }
    return words;
  }

  private static String clean(String cell) {
    return LabelList.normalise(List.of(cell)).stream().findFirst().orElse("");
  }
}
