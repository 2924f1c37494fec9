package org.affectgpt.tools.inspect;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.affectgpt.io.gguf.GgufArray;
import org.affectgpt.io.gguf.GgufFile;
import org.affectgpt.io.gguf.GgufModel;
import org.affectgpt.io.onnx.OnnxFile;
import org.affectgpt.io.onnx.OnnxNode;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.tensor.InputException;

/** What a file says beside its tensors, as short lines. */
final class SourceMetadata {
  private static final List<String> TORCH = List.of(".bin", ".pt", ".pth", ".ckpt");

  private SourceMetadata() {}

  static Map<String, String> of(TensorSource source, Path path, Arena arena) {
    if (source instanceof SafeTensorsFile file) {
      return safetensors(file);
    }
    if (source instanceof GgufFile file) {
      return gguf(file);
    }
    if (source instanceof OnnxFile file) {
      return onnx(file);
    }
    return isTorch(path) ? TorchMetadata.of(path, arena) : Map.of();
  }

  private static boolean isTorch(Path path) {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    return Files.isRegularFile(path) && TORCH.stream().anyMatch(name::endsWith);
  }

  /** Also how many nodes there are of which kind, and which tensors are not read. */
  private static Map<String, String> onnx(OnnxFile file) {
    Map<String, String> lines = new LinkedHashMap<>(file.metadata());
    lines.put("inputs", String.join(" ", file.inputs()));
    lines.put("outputs", String.join(" ", file.outputs()));
    Map<String, Integer> operators = new TreeMap<>();
    for (OnnxNode node : file.nodes()) {
      operators.merge(node.operator(), 1, Integer::sum);
    }
    operators.forEach((operator, count) -> lines.put("operator " + operator, count + " times"));
    file.unread().forEach((name, format) -> lines.put(name, "of the format " + format));
    return lines;
  }

  /** Block formats are shown as the dtype of their tensors, not again here. */
  private static Map<String, String> safetensors(SafeTensorsFile file) {
    Map<String, String> lines = new LinkedHashMap<>(file.metadata());
    lines
        .keySet()
        .removeIf(key -> file.entries().stream().anyMatch(e -> isFormatOf(key, e.name())));
    return lines;
  }

  private static Map<String, String> gguf(GgufFile file) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("version", String.valueOf(file.version()));
    file.metadata().values().forEach((key, value) -> lines.put(key, value(value)));
    copied(file).ifPresent(bytes -> lines.put("copied when loaded", bytes + " bytes"));
    return lines;
  }

  private static String value(Object value) {
    return value instanceof GgufArray a
        ? a.length() + " × " + a.type().name().toLowerCase(Locale.ROOT)
        : String.valueOf(value);
  }

  /** Block formats that no kernel takes are widened, and so cost memory beside the file. */
  private static OptionalLong copied(GgufFile file) {
    try {
      return OptionalLong.of(GgufModel.of(file).expandedBytes());
    } catch (InputException e) {
      // not a decoder, which is no fault of a file that is only inspected
      return OptionalLong.empty();
    }
  }

  private static boolean isFormatOf(String key, String name) {
    return key.equals("quantized." + name);
  }
}
