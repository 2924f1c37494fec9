package org.affectgpt.io.stored;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.affectgpt.tensor.InputException;

/** Files as memory: their pages are loaded when they are touched. */
public final class MappedFile {
  private MappedFile() {}

  /**
   * All bytes of a file, readable for as long as {@code arena} lives.
   *
   * @throws InputException naming the file when it is missing or cannot be read
   */
  public static MemorySegment map(Path path, Arena arena) {
    if (!Files.isRegularFile(path)) {
      throw new InputException(path + ": no such file");
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read: " + e, e);
    }
  }
}
