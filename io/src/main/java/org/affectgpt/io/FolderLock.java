package org.affectgpt.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Says that a process works on an output, so that no second one does. The operating system holds
 * the lock and gives it back however the process ends; the file that it hangs on names the process
 * for people, and is removed at the end.
 */
public final class FolderLock implements AutoCloseable {
  private static final String FILE = ".affectgpt.lock";

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Whether a file is such a lock. */
  static boolean isLock(Path file) {
    return String.valueOf(file.getFileName()).endsWith(FILE);
  }

  /**
   * Locks a folder that is there, by a file in it.
   *
   * @param shown the folder as the user wrote it
   * @param option what names another output, for example {@code --out}
   * @throws InputException if another process works there, or nothing can be written
   */
  static FolderLock inside(Path folder, Path shown, String option) {
    return take(folder.resolve(FILE), shown, option);
  }

  /**
   * Locks an output that is perhaps not there yet, by a file beside it.
   *
   * @param target an absolute path in a folder that is there
   */
  public static FolderLock beside(Path target, Path shown, String option) {
    return take(target.resolveSibling("." + target.getFileName() + FILE), shown, option);
  }

  /** Removes what killed processes have left of locks under a folder, beside one that is held. */
  static void sweepUnder(Path folder, FolderLock held) {
    try {
      List<Path> found;
      try (Stream<Path> walk = Files.walk(folder, 2)) {
        found = walk.filter(f -> isLock(f) && !f.equals(held.file)).toList();
      }
      for (Path file : found) {
        FolderLock left = attempt(file, file, "--out");
        if (left != null) {
          left.close();
        }
      }
    } catch (IOException | UncheckedIOException | InputException e) {
      // one that another process holds stays
    }
  }

  private static FolderLock take(Path file, Path shown, String option) {
    try {
      while (true) {
        FolderLock lock = attempt(file, shown, option);
        if (lock != null) {
          return lock;
        }
      }
    } catch (IOException e) {
      throw new InputException(
          shown + ": cannot be written or locked; choose another folder with " + option, e);
    }
  }

  /** Null where the file that was locked had just been removed by the process that held it. */
  private static @Nullable FolderLock attempt(Path file, Path shown, String option)
      throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // that of a process that works, or was killed
    }
    FileChannel channel = null;
    boolean held = false;
    try {
      Object before = identity(file);
      channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        throw new InputException(
            shown
                + ": another run works there ("
                + owner(file)
                + "); wait for it, or choose another folder with "
                + option);
      }
      Object after = identity(file);
      if (before == null ? after != null : !before.equals(after)) {
        return null;
      }
      channel.truncate(0);
      AtomicFile.writeFully(channel, ByteBuffer.wrap(self().getBytes(StandardCharsets.UTF_8)));
      held = true;
      return new FolderLock(file, channel);
    } catch (NoSuchFileException e) {
      return null;
    } finally {
      if (channel != null && !held) {
        channel.close();
      }
    }
  }

  /** What tells a file from another of the same name; null where the system cannot. */
  private static @Nullable Object identity(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // another run of this very process
    }
  }

  private static String self() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return "process " + ProcessHandle.current().pid() + " since " + now + "\n";
  }

  private static String owner(Path file) throws IOException {
    String text = Files.readString(file).strip();
    return text.isEmpty() ? "it begins just now" : text;
  }

  @Override
  public void close() {
    try (FileChannel held = channel) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // the lock itself goes with the process; the empty file is no obstacle to the next
    }
  }
}
