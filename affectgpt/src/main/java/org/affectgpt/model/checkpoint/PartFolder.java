package org.affectgpt.model.checkpoint;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.weights.WeightFiles;
import org.affectgpt.tensor.InputException;

/**
 * A part of a model in the Hugging Face layout, its weights mapped but not touched.
 *
 * @param config the text of its {@code config.json}
 */
record PartFolder(Path path, String config, TensorSource weights) {
  private static final String CONFIG = "config.json";

  static PartFolder open(Path folder, Arena arena) {
    return new PartFolder(folder, text(folder.resolve(CONFIG)), WeightFiles.open(folder, arena));
  }

  /** The configuration's file, for messages. */
  String configName() {
    return path.resolve(CONFIG).toString();
  }

  /** A text file of a model. */
  static String text(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": missing; the model folder is incomplete");
    }
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
