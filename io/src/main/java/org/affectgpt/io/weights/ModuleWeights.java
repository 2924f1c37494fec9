package org.affectgpt.io.weights;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.affectgpt.io.safetensors.SafeTensorsWriter;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.stored.Widening;
import org.affectgpt.nn.LoadReport;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.Parameter;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.dtype.DType;

/** Loads the tensors of a file or folder into a module, and writes them back. */
public final class ModuleWeights {
  private ModuleWeights() {}

  /**
   * Loads every tensor of {@code source}; mapped weights stay where they lie with {@link
   * Module.Loading#IN_PLACE}, so the source must stay open as long as the module is used. What no
   * parameter asks for is not touched; integers and complex numbers among it, which are no weights
   * but ids, masks or tables, are not reported either.
   *
   * @param rename from a name in the source to the module's name
   */
  public static LoadReport load(
      Module module,
      TensorSource source,
      Backend backend,
      Module.Loading mode,
      UnaryOperator<String> rename) {
    Map<String, Parameter> known = module.parameters();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    for (TensorEntry e : source.entries()) {
      String name = rename.apply(e.name());
      if (isUsedInPlace(e.type()) || known.containsKey(module.canonical(name))) {
        tensors.put(name, tensor(e, backend));
      } else if (e.type().isFloat() || BlockScales.isOfQuantiser(name)) {
        unknown.add(name);
      }
    }
    LoadReport report = module.load(tensors, mode);
    unknown.addAll(report.unexpected());
    return new LoadReport(report.missing(), unknown);
  }

  /**
   * A tensor over a stored entry: in place where the backend's dtypes allow, floats of 8 bits as
   * BF16, anything else as F32.
   *
   * @throws org.affectgpt.tensor.InputException if its format is only listed
   */
  public static Tensor tensor(TensorEntry e, Backend backend) {
    Shape shape = Shape.of(e.intShape());
    DType dtype = e.type().dtype();
    if (dtype != null) {
      return Tensor.stored(backend, e.data(), dtype, shape);
    }
    if (e.type().isFloat8() && shape.dims().length == 2) {
      MemorySegment halves = Widening.toBf16(e, Arena.ofAuto());
      return Tensor.stored(backend, halves, DType.BF16, shape);
    }
    return Tensor.of(backend, e.toFloats(), shape.dims());
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
