package org.affectgpt.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.affectgpt.tensor.InputException;

/** A small text file of a model, in UTF-8. */
public record TextFile(Path path) {
  /** More than any of them has; what is larger is another file under a wrong name. */
  private static final long LARGEST = 64L << 20;

  /** Whether there is something under this name. */
  public boolean isPresent() {
    return InputFile.isThere(path);
  }

  /**
   * The text.
   *
   * @throws InputException if the file is missing, cannot be read, or is no text in UTF-8
   */
  public String text() {
    byte[] bytes = bytes();
    if (bytes.length > 1 && (bytes[0] & 0xFF) >= 0xFE && (bytes[1] & 0xFF) >= 0xFE) {
      throw new InputException(path + ": is text in UTF-16; save it in UTF-8");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') >= 0) {
        throw new InputException(path + ": holds zero bytes; save it in UTF-8, or it is damaged");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new InputException(
          path + ": is not text in UTF-8; save it so, or the file is damaged", e);
    }
  }

  private byte[] bytes() {
    InputFile.require(path, "missing; the model folder is incomplete");
    try {
      if (Files.size(path) > LARGEST) {
        throw new InputException(
            path + ": has more than " + (LARGEST >> 20) + " MiB; that is no such file");
      }
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read: " + InputFile.reason(e), e);
    }
    return InputFile.bytes(path);
  }

  /** What the text says, as a reader of its format finds it. */
  public <C> C read(ConfigReader<C> reader) {
    return reader.read(text(), path.toString());
  }
}
