package org.affectgpt.io.stored;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.affectgpt.io.InputFile;
import org.affectgpt.tensor.InputException;

/** Files as memory: their pages are loaded when they are touched. */
public final class MappedFile {
  private MappedFile() {}

  /**
   * All bytes of a file, readable for as long as {@code arena} lives.
   *
   * @throws InputException naming the file when it is missing, empty, a stand-in for the real file,
   *     or cannot be read
   */
  public static MemorySegment map(Path path, Arena arena) {
    InputFile.require(path);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (channel.size() == 0) {
        throw new InputException(path + ": is empty, 0 bytes; its download was cut? get it again");
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read: " + InputFile.reason(e), e);
    }
  }
}
