package org.affectgpt.app.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.affectgpt.tensor.InputException;

/** Which files hold weights, told by their names. */
public final class WeightNames {
  private static final List<String> ENDINGS =
      List.of(".safetensors", ".bin", ".pt", ".pth", ".ckpt", ".gguf", ".npz");

  private WeightNames() {}

  /** Whether this file would be weights. */
  public static boolean isWeights(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  /** Whether the folder holds any weights. */
  public static boolean any(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(WeightNames::isWeights);
    } catch (IOException e) {
      throw new InputException(folder + ": cannot be listed: " + e, e);
    }
  }
}
