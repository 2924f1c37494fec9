package org.affectgpt.io.onnx;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.affectgpt.io.stored.NamedTensors;
import org.affectgpt.io.stored.StridedCopy;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a model that PyTorch exported, under the names that its layers had. The exporter
 * turns the weight of a linear layer around and calls it {@code onnx::MatMul_123}; the bias that is
 * added to the product keeps its name and so gives the weight its own back. Where a matrix is not
 * followed by a bias it keeps the exporter's name.
 */
public final class LayerNames {
  private static final String BIAS = ".bias";

  private LayerNames() {}

  /**
   * The tensors of {@code model}, those of linear layers as {@code [out, in]} under their layers'
   * names.
   *
   * @param holder what a message begins with that goes on "no tensor ...", for example "path: has"
   * @param arena holds the matrices that are turned around
   */
  public static TensorSource of(OnnxFile model, String holder, Arena arena) {
    Map<String, OnnxNode> adders = adders(model);
    Map<String, String> names = new HashMap<>();
    Set<String> turned = new HashSet<>();
    for (OnnxNode n : model.nodes()) {
      if (n.operator().equals("MatMul") && n.inputs().size() == 2 && n.outputs().size() == 1) {
        String weight = n.inputs().get(1);
        String layer = layer(model, adders.get(n.outputs().getFirst()), n.outputs().getFirst());
        if (layer != null && isMatrix(model.find(weight)) && !weight.equals(layer + ".weight")) {
          names.put(weight, layer + ".weight");
          turned.add(weight);
        }
      }
    }
    Map<String, TensorEntry> named = new LinkedHashMap<>();
    for (TensorEntry e : model.entries()) {
      String name = names.getOrDefault(e.name(), e.name());
      TensorEntry entry = turned.contains(e.name()) ? transposed(e, name, arena) : e;
      named.putIfAbsent(name, entry);
    }
    return new NamedTensors(holder, named);
  }

  /** The additions by the values that they take. */
  private static Map<String, OnnxNode> adders(OnnxFile model) {
    Map<String, OnnxNode> all = new HashMap<>();
    for (OnnxNode n : model.nodes()) {
      if (n.operator().equals("Add")) {
        n.inputs().forEach(value -> all.put(value, n));
      }
    }
    return all;
  }

  /** The layer whose bias is added to a product, or null. */
  private static @Nullable String layer(
      OnnxFile model, @Nullable OnnxNode addition, String product) {
    if (addition == null) {
      return null;
    }
    for (String value : addition.inputs()) {
      if (!value.equals(product) && value.endsWith(BIAS) && model.find(value) != null) {
        return value.substring(0, value.length() - BIAS.length());
      }
    }
    return null;
  }

  private static boolean isMatrix(@Nullable TensorEntry e) {
    return e != null && e.shape().size() == 2 && !e.type().isBlock();
  }

  private static TensorEntry transposed(TensorEntry e, String name, Arena arena) {
    long in = e.shape().getFirst();
    List<Long> shape = List.of(e.shape().getLast(), in);
    List<Long> strides = List.of(1L, e.shape().getLast());
    int bytes = e.type().blockBytes();
    return new TensorEntry(
        name, e.type(), shape, StridedCopy.copy(arena, e.data(), shape, strides, bytes), e.file());
  }
}
