package org.affectgpt.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.tensor.InputException;

/** A place between two lines of a Markdown file, where a program writes. */
record MarkedPlace(String begin, String end) {
  /**
   * Replaces what stands there.
   *
   * @throws InputException when the file cannot be read or lacks the lines
   */
  void write(Path file, String markdown) {
    String text = read(file);
    AtomicFile.write(
        file,
        text.substring(0, text.indexOf(begin) + begin.length())
            + "\n\n"
            + markdown
            + "\n"
            + text.substring(text.indexOf(end)));
  }

  /**
   * What stands there.
   *
   * @throws InputException as {@link #write} does
   */
  String text(Path file) {
    String text = read(file);
    return text.substring(text.indexOf(begin) + begin.length(), text.indexOf(end)).strip();
  }

  /**
   * Says at once what {@link #write} would say after hours of measuring.
   *
   * @throws InputException as it does
   */
  void check(Path file) {
    read(file);
  }

  private String read(Path file) {
    try {
      String text = Files.readString(file);
      int from = text.indexOf(begin);
      if (from < 0 || text.indexOf(end) < from) {
        throw new InputException(file + ": lacks the lines " + begin + " and " + end);
      }
      return text;
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e, e);
    }
  }
}
