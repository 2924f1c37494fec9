package org.affectgpt.tools.inspect;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Which files hold weights, told by their names. */
public final class WeightNames {
  private static final List<String> ENDINGS =
      List.of(".safetensors", ".bin", ".pt", ".pth", ".ckpt", ".gguf", ".npz", ".onnx");

  private WeightNames() {}

  /** Whether this file would be weights. */
  public static boolean isWeights(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith);
  }
}
