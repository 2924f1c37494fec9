package org.affectgpt.tools.inspect;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.pickle.PythonTuple;
import org.affectgpt.io.torch.TorchDtype;
import org.affectgpt.io.torch.TorchFile;
import org.affectgpt.io.torch.TorchTensor;
import org.jspecify.annotations.Nullable;

/** What a PyTorch file holds beside and around its tensors, in short. */
final class TorchMetadata {
  /** Parts of parts that are shown one by one. */
  private static final int DEPTH = 2;

  private static final int MOST = 40;

  private final Map<String, String> lines = new LinkedHashMap<>();

  private TorchMetadata() {}

  static Map<String, String> of(Path file, Arena arena) {
    TorchMetadata all = new TorchMetadata();
    all.visit("", TorchFile.open(file, arena).root(), DEPTH);
    return all.lines;
  }

  private void visit(String name, @Nullable Object node, int depth) {
    if (node instanceof TorchTensor) {
      return;
    }
    if (node instanceof Map<?, ?> map && (name.isEmpty() || depth > 0) && map.size() <= MOST) {
      map.forEach(
          (key, value) -> visit(name.isEmpty() ? "" + key : name + "." + key, value, depth - 1));
    } else if (!name.isEmpty()) {
      lines.put(name, text(node));
    }
  }

  private static String text(@Nullable Object node) {
    if (node instanceof Map<?, ?> map) {
      return "dict of " + map.size();
    }
    if (node instanceof List<?> list) {
      return "list of " + list.size();
    }
    if (node instanceof PythonTuple tuple) {
      return "tuple of " + tuple.items().size();
    }
    boolean plain =
        node == null
            || node instanceof String
            || node instanceof Number
            || node instanceof Boolean
            || node instanceof TorchDtype;
    return plain ? String.valueOf(node) : "something that is no tensor";
  }
}
