package org.affectgpt.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.tensor.InputException;

/** A place between two lines of a Markdown file, where a program writes. */
record MarkedPlace(String begin, String end) {
  /**
   * Replaces what stands there.
   *
   * @throws InputException when the file lacks the lines
   */
  void write(Path file, String markdown) {
    try {
      String text = Files.readString(file);
      int from = text.indexOf(begin);
      int to = text.indexOf(end);
      if (from < 0 || to < from) {
        throw new InputException(file + ": lacks the lines " + begin + " and " + end);
      }
      AtomicFile.write(
          file,
          text.substring(0, from + begin.length()) + "\n\n" + markdown + "\n" + text.substring(to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
