package org.affectgpt.io.weights;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.affectgpt.io.safetensors.SafeTensorsWriter;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.nn.LoadReport;
import org.affectgpt.nn.Module;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.dtype.DType;

/** Loads the tensors of a file or folder into a module, and writes them back. */
public final class ModuleWeights {
  private ModuleWeights() {}

  /**
   * Loads every tensor of {@code source}; mapped weights stay where they lie with {@link
   * Module.Loading#IN_PLACE}, so the source must stay open as long as the module is used.
   *
   * @param rename from a name in the source to the module's name
   */
  public static LoadReport load(
      Module module,
      TensorSource source,
      Backend backend,
      Module.Loading mode,
      UnaryOperator<String> rename) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (TensorEntry e : source.entries()) {
      tensors.put(rename.apply(e.name()), tensor(e, backend));
    }
    return module.load(tensors, mode);
  }

  /** A tensor over a stored entry: in place where the backend's dtypes allow, else widened. */
  public static Tensor tensor(TensorEntry e, Backend backend) {
    Shape shape = Shape.of(e.intShape());
    DType dtype = e.type().dtype();
    if (dtype == null) {
      return Tensor.of(backend, e.toFloats(), shape.dims());
    }
    return Tensor.stored(backend, e.data(), dtype, shape);
  }

  /** Whether kernels take this format as it lies; a tensor of any other is copied to F32. */
  public static boolean isUsedInPlace(StoredType type) {
    return type.dtype() != null;
  }

  /** Writes tensors in one floating-point format. */
  public static void save(Map<String, Tensor> tensors, StoredType type, Path file) {
    SafeTensorsWriter writer = new SafeTensorsWriter();
    writer.metadata("format", "pt");
    tensors.forEach(
        (name, t) -> {
          long[] shape = new long[t.rank()];
          for (int i = 0; i < shape.length; i++) {
            shape[i] = t.dim(i);
          }
          writer.floats(name, type, shape, t.toFloats());
        });
    writer.write(file);
  }
}
