package org.affectgpt.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What lies in a folder. */
final class Folders {
  private static final int NAMED = 3;

  private Folders() {}

  static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /** Whether nothing but a mark is there. */
  static boolean hasOnlyMark(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.allMatch(f -> f.endsWith(OutputMark.FILE));
    }
  }

  /** A few names in a folder beside locks, marks and what was left incomplete. */
  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> !FolderLock.isLock(f) && !TemporaryNames.isTemporary(f))
          .map(f -> String.valueOf(f.getFileName()))
          .filter(name -> !name.equals(OutputMark.FILE))
          .sorted()
          .limit(NAMED)
          .toList();
    }
  }

  /** All files under a folder, relative to it, with slashes. */
  static List<String> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .map(f -> folder.relativize(f).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }
}
