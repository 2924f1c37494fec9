package org.affectgpt.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A folder that one command at a time fills in place. While it is open no other process takes it;
 * at both ends, what killed runs left incomplete is swept away. Its {@link OutputMark} says which
 * files are ours; a folder of other people's files is refused.
 */
public final class OutputFolder implements AutoCloseable {
  private final Path shown;
  private final Path folder;
  private final String option;
  private final boolean made;
  private final FolderLock lock;

  private OutputFolder(Path shown, Path folder, String option, boolean made, FolderLock lock) {
    this.shown = shown;
    this.folder = folder;
    this.option = option;
    this.made = made;
    this.lock = lock;
  }

  /**
   * Takes a folder, which is made if it is not there.
   *
   * @param option what names another one, for example {@code --out}; for messages
   * @throws InputException if another process works in it, it cannot be written, or it holds files
   *     that are not ours
   */
  public static OutputFolder open(Path shown, String option) {
    Path folder = shown.toAbsolutePath().normalize();
    boolean made = !Files.exists(folder);
    try {
      Files.createDirectories(folder);
      if (OutputMark.read(folder) == null) {
        requireEmpty(shown, folder, option);
      }
    } catch (IOException e) {
      String what = underFile(folder) ? "is or lies under a file" : "cannot be made or read";
      throw new InputException(shown + ": " + what + "; choose another folder with " + option, e);
    }
    OutputFolder output =
        new OutputFolder(shown, folder, option, made, FolderLock.inside(folder, shown, option));
    output.sweep();
    return output;
  }

  private static boolean underFile(Path folder) {
    Path there = folder;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there != null && !Files.isDirectory(there);
  }

  private void sweep() {
    TemporaryNames.sweepUnder(folder);
    FolderLock.sweepUnder(folder, lock);
  }

  /** Refuses an unmarked folder with anything in it. */
  static void requireEmpty(Path shown, Path folder, String option) throws IOException {
    List<String> names = Folders.names(folder);
    if (!names.isEmpty()) {
      throw new InputException(
          shown
              + ": is not empty: it holds files that no command of this program made ("
              + String.join(", ", names)
              + "), which even --overwrite leaves alone; choose another folder with "
              + option);
    }
  }

  public Path path() {
    return folder;
  }

  /** What made the folder; null for a fresh one. */
  public @Nullable OutputMark mark() {
    return OutputMark.read(folder);
  }

  /** Says from now on what the folder is. */
  public void mark(OutputMark mark) {
    mark.write(folder);
  }

  /** Which of our files are there; empty for a fresh folder. */
  public List<String> present() {
    OutputMark mark = mark();
    return mark == null
        ? List.of()
        : mark.files().stream().filter(f -> Files.exists(folder.resolve(f))).toList();
  }

  /**
   * Removes our files.
   *
   * @param first those that make the others look whole
   */
  public void clear(List<String> first) {
    OutputMark mark = mark();
    if (mark == null) {
      return;
    }
    try {
      mark.remove(folder, first);
    } catch (IOException e) {
      throw new InputException(
          shown + ": its old files cannot be removed; choose another folder with " + option, e);
    }
  }

  @Override
  public void close() {
    sweep();
    lock.close();
    try {
      if (made && Files.isDirectory(folder) && Folders.hasOnlyMark(folder)) {
        Files.deleteIfExists(folder.resolve(OutputMark.FILE));
        Files.delete(folder);
      }
    } catch (IOException e) {
      // an empty folder is left, which hinders nobody
    }
  }
}
