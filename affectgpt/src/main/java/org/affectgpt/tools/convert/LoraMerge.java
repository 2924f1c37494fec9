package org.affectgpt.tools.convert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.tensor.InputException;

/** Adds adapters to the matrices they belong to, {@code W + scaling · B A} in F32. */
final class LoraMerge {
  private static final String A = ".lora_A.default.weight";
  private static final String B = ".lora_B.default.weight";

  private final Path origin;
  private final ToDoubleFunction<String> scaling;

  /**
   * @param origin where the adapters come from, for messages
   * @param scaling of the layer of a name
   */
  LoraMerge(Path origin, ToDoubleFunction<String> scaling) {
    this.origin = origin;
    this.scaling = scaling;
  }

  /**
   * Merges factors that are named {@code <layer>.lora_A.default.weight} and so on.
   *
   * @throws InputException if a factor has no partner, no matrix, or another shape
   */
  List<SourceTensor> merge(List<SourceTensor> tensors, Map<String, TensorEntry> factors) {
    Map<String, SourceTensor> byName = new LinkedHashMap<>();
    tensors.forEach(t -> byName.put(t.name(), t));
    for (Map.Entry<String, TensorEntry> f : factors.entrySet()) {
      String name = f.getKey();
      if (name.endsWith(A)) {
        String layer = name.substring(0, name.length() - A.length());
        TensorEntry b = factors.get(layer + B);
        SourceTensor matrix = byName.get(layer + ".weight");
        if (b == null || matrix == null) {
          throw error(f.getValue(), b == null ? "has no lora_B beside it" : "has no matrix");
        }
        byName.put(matrix.name(), matrix.with(update(layer, matrix, f.getValue(), b)));
      } else if (!name.endsWith(B) || !factors.containsKey(partner(name))) {
        throw error(f.getValue(), "is no part of a low-rank adapter that can be merged");
      }
    }
    return new ArrayList<>(byName.values());
  }

  private static String partner(String nameOfB) {
    return nameOfB.substring(0, nameOfB.length() - B.length()) + A;
  }

  private LoraUpdate update(String layer, SourceTensor matrix, TensorEntry a, TensorEntry b) {
    List<Long> w = matrix.entry().shape();
    if (w.size() != 2 || a.shape().size() != 2 || b.shape().size() != 2) {
      throw error(a, "does not belong to a matrix");
    }
    long rank = a.shape().getFirst();
    a.require(rank, w.get(1));
    b.require(w.get(0), rank);
    return new LoraUpdate(
        a.toFloats(),
        b.toFloats(),
        Math.toIntExact(rank),
        Math.toIntExact(w.get(1)),
        (float) scaling.applyAsDouble(layer),
        null);
  }

  private InputException error(TensorEntry factor, String what) {
    return new InputException(
        origin + ": tensor '" + factor.name() + "' " + what + " in the model; is the base right?");
  }
}
