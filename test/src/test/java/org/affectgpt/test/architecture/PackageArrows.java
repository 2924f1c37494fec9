package org.affectgpt.test.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The table of which package may reach which, as {@code arrows.txt} has it: a row a package, then
 * what it may reach. A name stands for a package and those below it; {@code name.} with a dot at
 * the end for those below it alone.
 */
record PackageArrows(Map<String, List<String>> rows) {
  private static final String ROOT = "org.affectgpt.";

  static PackageArrows read() {
    Map<String, List<String>> rows = new TreeMap<>();
    for (String line : text().lines().toList()) {
      String row = line.strip();
      if (row.isEmpty() || row.startsWith("#")) {
        continue;
      }
      String[] halves = row.split(":", 2);
      String allowed = halves[1].strip();
      rows.put(
          ROOT + halves[0].strip(), allowed.isEmpty() ? List.of() : List.of(allowed.split(" +")));
    }
    return new PackageArrows(rows);
  }

  private static String text() {
    try (InputStream in = PackageArrows.class.getResourceAsStream("arrows.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What is wrong with the packages' real arrows, a line each: packages without a row, arrows that
   * no row allows, and rows or names that nothing uses any more.
   */
  List<String> violations(Map<String, Map<String, String>> real) {
    List<String> wrong = new ArrayList<>();
    real.forEach(
        (from, arrows) -> {
          List<String> allowed = rows.get(from);
          if (allowed == null) {
            wrong.add(from + " has no row");
            return;
          }
          arrows.forEach(
              (to, example) -> {
                if (allowed.stream().noneMatch(name -> covers(name, to))) {
                  wrong.add(from + " may not reach " + to + ", as " + example);
                }
              });
          for (String name : allowed) {
            if (arrows.keySet().stream().noneMatch(to -> covers(name, to))) {
              wrong.add(from + " does not reach " + name + " any more");
            }
          }
        });
    rows.keySet().stream()
        .filter(row -> !real.containsKey(row))
        .forEach(row -> wrong.add(row + " has a row but no classes"));
    return wrong;
  }

  private static boolean covers(String name, String packageName) {
    if (name.endsWith(".")) {
      return packageName.startsWith(ROOT + name);
    }
    return packageName.equals(ROOT + name) || packageName.startsWith(ROOT + name + ".");
  }
}
