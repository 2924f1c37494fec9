package org.affectgpt.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.affectgpt.tensor.FailedException;
import org.affectgpt.tensor.InputException;

/**
 * A folder that is filled under a temporary name beside its place and appears when it is complete.
 * One that is replaced loses first and gets last the files that make it look whole, so that no half
 * of one ever does; files that are not ours stay.
 */
public final class StagedFolder implements AutoCloseable {
  private final Path shown;
  private final Path target;
  private final Path temporary;
  private final String command;
  private final List<String> whole;
  private final FolderLock lock;
  private final Thread cleaner = new Thread(this::remove);
  private boolean done;

  /**
   * Begins a folder.
   *
   * @param command who makes it
   * @param whole names of files, in the folder or in those below, that make it look whole
   * @param overwrite whether one that a command of ours made may be replaced
   * @throws InputException if the folder is in use or cannot be made
   */
  public StagedFolder(Path shown, String command, List<String> whole, boolean overwrite) {
    this.shown = shown;
    this.command = command;
    this.whole = List.copyOf(whole);
    target = shown.toAbsolutePath().normalize();
    Path parent = target.getParent();
    if (parent == null || (Files.exists(target) && !Files.isDirectory(target))) {
      throw new InputException(shown + ": is not a folder; choose another --out");
    }
    try {
      Files.createDirectories(parent);
    } catch (IOException e) {
      throw new InputException(shown + ": cannot be made; choose another --out", e);
    }
    lock = FolderLock.beside(target, shown, "--out");
    temporary = TemporaryNames.folder(target);
    try {
      requireFree(overwrite);
      TemporaryNames.sweepBeside(target);
      TemporaryNames.removeTree(temporary);
      Files.createDirectory(temporary);
    } catch (IOException e) {
      lock.close();
      throw new InputException(shown + ": cannot be made; choose another --out", e);
    } catch (InputException e) {
      lock.close();
      throw e;
    }
    Runtime.getRuntime().addShutdownHook(cleaner);
  }

  private void requireFree(boolean overwrite) throws IOException {
    if (!Files.isDirectory(target)) {
      return;
    }
    OutputMark mark = OutputMark.read(target);
    if (mark == null) {
      OutputFolder.requireEmpty(shown, target, "--out");
    } else if (!mark.command().equals(command)) {
      throw new InputException(
          shown + ": holds what " + mark.command() + " made; choose another --out");
    } else if (!overwrite) {
      throw new InputException(
          shown
              + ": holds what "
              + mark.command()
              + " made and is not empty; choose another --out, or --overwrite to replace it");
    }
  }

  /** Where the files go until {@link #commit}. */
  public Path path() {
    return temporary;
  }

  /** Moves everything to its place. */
  public void commit() {
    try {
      List<String> files = new ArrayList<>(Folders.files(temporary));
      OutputMark mark = new OutputMark(command, files, Map.of());
      if (Files.isDirectory(target)) {
        replace(mark);
      } else {
        mark.write(temporary);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        done = true;
      }
    } catch (IOException e) {
      throw new FailedException(shown + ": cannot be written (" + e.getMessage() + ")", e);
    }
  }

  private void replace(OutputMark mark) throws IOException {
    OutputMark old = OutputMark.read(target);
    Set<String> both = new LinkedHashSet<>(mark.files());
    if (old != null) {
      both.addAll(old.files());
    }
    // killed from here on, both the old and the new files are still known as ours
    OutputMark meanwhile = new OutputMark(command, List.copyOf(both), Map.of());
    meanwhile.write(target);
    meanwhile.remove(
        target, old == null ? List.of() : old.files().stream().filter(this::isLast).toList());
    for (String name : mark.files().stream().sorted(Comparator.comparingInt(this::turn)).toList()) {
      Path file = target.resolve(name);
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.move(temporary.resolve(name), file, StandardCopyOption.REPLACE_EXISTING);
    }
    mark.write(target);
  }

  private boolean isLast(String name) {
    return whole.contains(name.substring(name.lastIndexOf('/') + 1));
  }

  /** Weights first, configurations of parts next, that of the whole last. */
  private int turn(String name) {
    return !isLast(name) ? 0 : name.contains("/") ? 1 : 2;
  }

  private void remove() {
    if (done) {
      return;
    }
    try {
      TemporaryNames.removeTree(temporary);
    } catch (IOException e) {
      // it is gone already, or will be found under its temporary name
    }
  }

  @Override
  public void close() {
    remove();
    lock.close();
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException e) {
      // the virtual machine is ending and the hook is at work
    }
  }
}
