package org.affectgpt.io.weights;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.affectgpt.io.gguf.GgufFile;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.safetensors.SafeTensorsFolder;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.tensor.InputException;

/** Opens weights of any format that the project reads: one file, or a Hugging Face folder. */
public final class WeightFiles {
  private WeightFiles() {}

  /**
   * Maps the weights for as long as {@code arena} lives; {@code Arena.ofAuto()} for weights that
   * are used in place.
   *
   * @param path a file, told by its extension, or a folder with single or sharded weights
   * @throws InputException naming what is missing, damaged or of no known format
   */
  public static TensorSource open(Path path, Arena arena) {
    if (Files.isDirectory(path)) {
      return SafeTensorsFolder.open(path, arena);
    }
    if (!Files.isRegularFile(path)) {
      throw new InputException(path + ": no such file or folder");
    }
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".safetensors")) {
      return SafeTensorsFile.open(path, arena);
    }
    if (name.endsWith(".gguf")) {
      return GgufFile.open(path, arena);
    }
    throw new InputException(
        path + ": not a weight file: the extension is neither .safetensors nor .gguf");
  }
}
