package org.affectgpt.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names of what is not yet complete, and the removal of what killed processes have left under them.
 * Beside its place, with the number of the process: {@code .NAME.PID.tmp} for folders, {@code
 * .NAME.PID-THREAD.tmp} for files.
 */
public final class TemporaryNames {
  private static final Pattern NAME =
      Pattern.compile("[.](.+)[.]([0-9]{1,18})(-[0-9]+)?[.]tmp", Pattern.DOTALL);

  /** File systems take names of 255 bytes; a character has up to four. */
  private static final int LONGEST = 48;

  private static final int DEEPEST = 6;

  private TemporaryNames() {}

  /** Where this thread fills a file; {@code target} is absolute. */
  static Path file(Path target) {
    return name(target, "-" + Thread.currentThread().threadId());
  }

  /** Where this process fills a folder; {@code target} is absolute. */
  static Path folder(Path target) {
    return name(target, "");
  }

  private static Path name(Path target, String thread) {
    long pid = ProcessHandle.current().pid();
    return target.resolveSibling("." + shortened(target) + "." + pid + thread + ".tmp");
  }

  private static String shortened(Path target) {
    String name = String.valueOf(target.getFileName());
    return name.length() <= LONGEST
        ? name
        : name.substring(0, LONGEST) + Integer.toHexString(name.hashCode());
  }

  /** Whether a file of this name is not yet complete, or was left behind. */
  static boolean isTemporary(Path file) {
    return NAME.matcher(String.valueOf(file.getFileName())).matches();
  }

  /** Removes what processes that are gone have left of this very target, an absolute path. */
  public static void sweepBeside(Path target) {
    Path parent = target.getParent();
    if (parent != null && Files.isDirectory(parent)) {
      String name = shortened(target);
      sweep(parent, 1, m -> m.group(1).equals(name));
    }
  }

  /** Removes what processes that are gone have left anywhere under a folder of ours. */
  static void sweepUnder(Path folder) {
    if (Files.isDirectory(folder)) {
      sweep(folder, DEEPEST, m -> true);
    }
  }

  private interface Chosen {
    boolean test(Matcher name);
  }

  private static void sweep(Path folder, int depth, Chosen chosen) {
    try {
      List<Path> stale;
      try (Stream<Path> walk = Files.walk(folder, depth)) {
        stale = walk.filter(p -> isStale(p, chosen)).toList();
      }
      for (Path p : stale) {
        removeTree(p);
      }
    } catch (IOException | UncheckedIOException e) {
      // what cannot be removed now may be at the next run; the run itself does not need it gone
    }
  }

  private static boolean isStale(Path path, Chosen chosen) {
    Matcher m = NAME.matcher(String.valueOf(path.getFileName()));
    if (!m.matches() || !chosen.test(m)) {
      return false;
    }
    // a number is given again after a while: the process must be older than its file
    return ProcessHandle.of(Long.parseLong(m.group(2)))
        .flatMap(p -> p.info().startInstant())
        .filter(start -> !changed(path).isBefore(start.minusSeconds(2)))
        .isEmpty();
  }

  private static Instant changed(Path path) {
    try {
      return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
    } catch (IOException e) {
      return Instant.MAX;
    }
  }

  /** Removes a file or a folder with all that is in it; links are not followed. */
  static void removeTree(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path p : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(p);
      }
    }
  }
}
