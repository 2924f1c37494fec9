package org.affectgpt.test.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.affectgpt.emotion.label.LabelFile;
import org.affectgpt.emotion.wheel.OfficialWheels;

/** Tables that people write by hand or with a spreadsheet. */
final class TableTargets {
  private static final String TABLE =
      "name,openset,reason\r\nclip1,\"['happy', 'glad']\",\"She said \"\"well\"\",\nand left.\"\r\n"
          + "clip2,[sad],none\r\n\r\nclip3,,é愤😀\r\n";

  private TableTargets() {}

  static List<FuzzTarget> all() {
    return List.of(
        FileTarget.text(
            "labels",
            ".csv",
            f -> LabelFile.read(f).hashCode(),
            TABLE,
            "names,labels\na,\"x, y\"\n"),
        wheel("wheel-xlsx", "wheel1.xlsx"),
        wheel("synonym-xlsx", "synonym.xlsx"),
        wheel("wheel-format", "format.csv"));
  }

  /** One file of a folder of wheel tables. */
  private static FuzzTarget wheel(String name, String mutated) {
    Map<String, byte[]> all = new TreeMap<>();
    try {
      Path folder = SeedFiles.folder("wheels");
      for (int i = 1; i <= 5; i++) {
        all.put("wheel" + i + ".xlsx", Files.readAllBytes(folder.resolve("wheel.xlsx")));
      }
      all.put("synonym.xlsx", Files.readAllBytes(folder.resolve("synonym.xlsx")));
      all.put("format.csv", Files.readAllBytes(folder.resolve("format.csv")));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    List<byte[]> seeds = List.of(all.remove(mutated));
    return new FolderTarget(
        name, mutated, seeds, all, folder -> OfficialWheels.load(folder).checksum().hashCode());
  }
}
