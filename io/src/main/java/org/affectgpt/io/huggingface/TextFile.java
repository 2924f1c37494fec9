package org.affectgpt.io.huggingface;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.affectgpt.tensor.InputException;

/** A small text file of a model, in UTF-8. */
record TextFile(Path path) {
  boolean isPresent() {
    return Files.isRegularFile(path);
  }

  String text() {
    if (!isPresent()) {
      throw new InputException(path + ": missing; the model folder is incomplete");
    }
    try {
      return Files.readString(path);
    } catch (CharacterCodingException e) {
      throw new InputException(path + ": is not text in UTF-8; the file is damaged", e);
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  <C> C read(ConfigReader<C> reader) {
    return reader.read(text(), path.toString());
  }
}
