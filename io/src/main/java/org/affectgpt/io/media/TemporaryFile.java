package org.affectgpt.io.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Lets a file appear complete or not at all. */
final class TemporaryFile {
  /** Writes a file. */
  interface Writer {
    void write(Path temporary) throws IOException;
  }

  private TemporaryFile() {}

  /** Writes a temporary file in the folder of {@code file} and renames it when that succeeded. */
  static void replace(Path file, Writer writer) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path temporary =
        folder.resolve("." + file.getFileName() + "." + Thread.currentThread().threadId() + ".tmp");
    try {
      writer.write(temporary);
      Files.move(
          temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
