package org.affectgpt.io.onnx;

import java.lang.foreign.Arena;
import java.nio.file.Path;
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
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a model that PyTorch exported, under the names that its layers had. A linear layer
 * becomes a product with its weight turned around, which exporters call {@code onnx::MatMul_123};
 * the bias that is added to the product keeps its name and so gives the weight its own back. Where
 * a matrix without a name of its own is not followed by a bias it keeps the exporter's name.
 */
public final class LayerNames {
  private static final String WEIGHT = ".weight";
  private static final String BIAS = ".bias";

  /** Operations on weights that were rounded to a few bits. */
  private static final Set<String> QUANTISED =
      Set.of(
          "ConvInteger",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "DynamicQuantizeMatMul",
          "MatMulBnb4",
          "MatMulInteger",
          "MatMulNBits",
          "QGemm",
          "QLinearConv",
          "QLinearMatMul",
          "QuantizeLinear");

  private LayerNames() {}

  /**
   * The tensors of {@code model}, those of linear layers as {@code [out, in]} under their layers'
   * names.
   *
   * @param path what messages name
   * @param arena holds the matrices that are turned around
   * @throws InputException if the weights are quantised
   */
  public static TensorSource of(OnnxFile model, Path path, Arena arena) {
    Map<String, OnnxNode> adders = adders(model);
    Map<String, String> names = new HashMap<>();
    Set<String> turned = new HashSet<>();
    for (OnnxNode n : model.nodes()) {
      if (QUANTISED.contains(n.operator())) {
        throw new InputException(
            path
                + ": its weights are quantised (operator "
                + n.operator()
                + "), which is not read; take the model that is not, or its safetensors file");
      }
      if (isProduct(n) && isMatrix(model.find(n.inputs().get(1)))) {
        String weight = n.inputs().get(1);
        names.put(weight, name(model, n, adders, weight));
        if (!n.attributes().getOrDefault("transB", 0L).equals(1L)) {
          turned.add(weight);
        }
      }
    }
    Map<String, TensorEntry> named = new LinkedHashMap<>();
    for (TensorEntry e : model.entries()) {
      String name = names.getOrDefault(e.name(), e.name());
      boolean turn = turned.contains(e.name()) && name.endsWith(WEIGHT);
      named.putIfAbsent(name, turn ? transposed(e, name, arena) : renamed(e, name));
    }
    return new NamedTensors(path, named);
  }

  /** Whether a node multiplies something by its second input. */
  private static boolean isProduct(OnnxNode n) {
    boolean matrix = n.operator().equals("MatMul") || n.operator().equals("Gemm");
    return matrix && n.inputs().size() >= 2 && n.outputs().size() == 1;
  }

  /** The name of the weight of a product: its own, its bias's, or else what the exporter gave. */
  private static String name(
      OnnxFile model, OnnxNode product, Map<String, OnnxNode> adders, String weight) {
    if (weight.endsWith(WEIGHT)) {
      return weight;
    }
    String output = product.outputs().getFirst();
    OnnxNode adder = product.operator().equals("Gemm") ? product : adders.get(output);
    String layer = layer(model, adder, output);
    return layer == null ? weight : layer + WEIGHT;
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

  private static TensorEntry renamed(TensorEntry e, String name) {
    return e.name().equals(name)
        ? e
        : new TensorEntry(name, e.type(), e.shape(), e.data(), e.file());
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
