package org.affectgpt.io.torch;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.pickle.PythonTuple;
import org.affectgpt.io.stored.NamedTensors;
import org.affectgpt.io.stored.StridedCopy;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Names the tensors of a tree of containers, which {@code Pickle} has bounded in depth and size.
 */
final class TensorTree {
  /** The name of a tensor that was saved alone. */
  private static final String ALONE = "tensor";

  private static final int MAX_NAME = 1000;

  private final Path path;
  private final Arena arena;
  private final Map<String, TensorEntry> entries = new LinkedHashMap<>();

  /**
   * Bytes that may still be copied: tensors repeated along a dimension are larger than the file.
   */
  private long budget;

  TensorTree(Path path, Arena arena, long fileBytes) {
    this.path = path;
    this.arena = arena;
    this.budget = 2 * fileBytes + (1 << 20);
  }

  TensorSource source(@Nullable Object root) {
    visit(root instanceof TorchTensor ? ALONE : "", root);
    return new NamedTensors(path, entries);
  }

  private void visit(String name, @Nullable Object node) {
    if (node instanceof TorchTensor tensor) {
      if (entries.put(name, entry(name, tensor)) != null) {
        throw new InputException(path + ": two tensors are named '" + name + "'");
      }
    } else if (node instanceof Map<?, ?> map) {
      map.forEach((key, value) -> visitPart(name, key, value));
    } else if (node instanceof List<?> list) {
      visitItems(name, list);
    } else if (node instanceof PythonTuple tuple) {
      visitItems(name, tuple.items());
    }
  }

  private void visitItems(String name, List<?> items) {
    for (int i = 0; i < items.size(); i++) {
      visitPart(name, i, items.get(i));
    }
  }

  private void visitPart(String name, @Nullable Object key, @Nullable Object value) {
    boolean tensors =
        value instanceof TorchTensor
            || value instanceof Map
            || value instanceof List
            || value instanceof PythonTuple;
    if (tensors) {
      String last = String.valueOf(key);
      if (name.length() + last.length() > MAX_NAME) {
        throw new InputException(
            path + ": a part has a name of more than " + MAX_NAME + " letters");
      }
      visit(name.isEmpty() ? last : name + "." + last, value);
    }
  }

  private TensorEntry entry(String name, TorchTensor tensor) {
    MemorySegment data = tensor.data();
    if (!tensor.isContiguous()) {
      long bytes = Math.multiplyExact(tensor.elements(), (long) tensor.type().blockBytes());
      budget -= bytes;
      if (budget < 0) {
        throw new InputException(
            path
                + ": tensor '"
                + name
                + "' repeats few elements over the shape "
                + tensor.shape()
                + "; save it after .contiguous()");
      }
      data =
          StridedCopy.copy(
              arena, data, tensor.shape(), tensor.strides(), tensor.type().blockBytes());
    }
    String format = tensor.dtype().format();
    return new TensorEntry(name, tensor.type(), tensor.shape(), data, path, format);
  }
}
