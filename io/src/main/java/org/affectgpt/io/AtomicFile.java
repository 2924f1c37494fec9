package org.affectgpt.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.affectgpt.tensor.FailedException;
import org.affectgpt.tensor.InputException;

/**
 * Writes a file under a temporary name in the same folder and renames it when it is complete, so
 * that a reader sees the old file or the new one, never half of one.
 */
public final class AtomicFile {
  /** The part that fills the file. */
  @FunctionalInterface
  public interface Body {
    void writeTo(FileChannel channel) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes {@code target} from {@code body}; missing parent folders are made.
   *
   * @throws InputException if no file can be begun there
   * @throws FailedException if writing fails, for example on a full disk; the old content is then
   *     untouched
   */
  public static void write(Path target, Body body) {
    Path absolute = target.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null) {
      throw new InputException(target + ": is not a file name that can be written");
    }
    Path temporary = null;
    try {
      Files.createDirectories(folder);
      Path begun = TemporaryNames.file(absolute);
      try (FileChannel channel =
          FileChannel.open(
              begun,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE)) {
        temporary = begun;
        body.writeTo(channel);
      }
      Files.move(
          temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      temporary = null;
    } catch (IOException e) {
      if (temporary != null) {
        throw new FailedException(
            target
                + ": cannot be written ("
                + InputFile.reason(e)
                + "); what was there before is untouched",
            e);
      }
      throw new InputException(
          target + ": cannot be written there; choose another place, or allow writing to it", e);
    } finally {
      if (temporary != null) {
        temporary.toFile().delete();
      }
    }
  }

  /** Writes {@code target} with these bytes. */
  public static void write(Path target, byte[] bytes) {
    write(target, channel -> writeFully(channel, ByteBuffer.wrap(bytes)));
  }

  /** Writes {@code target} as UTF-8 text. */
  public static void write(Path target, String text) {
    write(target, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes what remains in {@code buffer}. */
  public static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Writes a segment of any size. */
  public static void write(FileChannel channel, MemorySegment data) throws IOException {
    long step = 1L << 30;
    for (long at = 0; at < data.byteSize(); at += step) {
      long n = Math.min(step, data.byteSize() - at);
      writeFully(channel, data.asSlice(at, n).asByteBuffer());
    }
  }
}
