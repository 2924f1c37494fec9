package org.affectgpt.tools.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a conversion that was killed has left beside its output. Temporary names hold the number of
 * the process: {@code .NAME.PID.tmp} for folders, {@code .NAME.PID-THREAD.tmp} for files.
 */
final class Leftovers {
  private Leftovers() {}

  /** Where the process that runs now fills a folder. */
  static Path temporaryFolder(Path target, Path parent) {
    return parent.resolve(
        "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
  }

  /**
   * Removes what processes that are gone have left of this very output.
   *
   * @param target an absolute path
   */
  static void remove(Path target) throws IOException {
    Path parent = target.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      return;
    }
    Pattern name =
        Pattern.compile(
            Pattern.quote("." + target.getFileName() + ".") + "([0-9]{1,18})(-[0-9]+)?[.]tmp");
    List<Path> stale;
    try (Stream<Path> siblings = Files.list(parent)) {
      stale = siblings.filter(p -> isStale(name, p)).toList();
    }
    for (Path p : stale) {
      removeTree(p);
    }
  }

  private static boolean isStale(Pattern name, Path sibling) {
    Matcher m = name.matcher(String.valueOf(sibling.getFileName()));
    return m.matches() && ProcessHandle.of(Long.parseLong(m.group(1))).isEmpty();
  }

  /** Removes a file or a folder with all that is in it; links are not followed. */
  static void removeTree(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      walk.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
    }
  }
}
