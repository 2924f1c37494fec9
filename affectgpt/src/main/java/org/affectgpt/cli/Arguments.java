package org.affectgpt.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.affectgpt.tensor.InputException;

/** The words of the command line, as far as the system handed them over unspoiled. */
final class Arguments {
  private static final char REPLACED = '\uFFFD';
  private static final Path RAW = Path.of("/proc/self/cmdline");

  private Arguments() {}

  /**
   * Fails if a word was not UTF-8, or was read as something else: a path would lead elsewhere, a
   * prompt would say something else.
   */
  static void require(String[] args) {
    for (String arg : args) {
      if (arg.indexOf(REPLACED) >= 0) {
        requireWhole(arg);
      }
    }
  }

  private static void requireWhole(String arg) {
    String encoding = System.getProperty("sun.jnu.encoding", "");
    if (!encoding.equalsIgnoreCase("UTF-8")) {
      throw new InputException(
          "the argument '%s' was read as %s; set LC_ALL=C.UTF-8, or start through affectgpt/run"
              .formatted(arg, encoding));
    }
    if (!isUtf8(RAW)) {
      throw new InputException(
          "the argument '%s' is not UTF-8; rename the file, or convert the text, for example with"
                  .formatted(arg)
              + " iconv");
    }
  }

  /** Whether the words as the system has them are UTF-8; true where it does not show them. */
  private static boolean isUtf8(Path raw) {
    try {
      byte[] bytes = Files.readAllBytes(raw);
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
