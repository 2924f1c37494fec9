package org.affectgpt.tools.rehearse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.nn.Parameter;
import org.affectgpt.tensor.Shape;

/**
 * Gives every parameter of a module a spread that keeps activations of the order of one through any
 * depth: weights 1/sqrt(fan in), norms around one, biases small.
 */
final class RandomTensors {
  private static final double SMALL = 0.02;

  private RandomTensors() {}

  static List<RandomTensor> of(Map<String, Parameter> parameters, StoredType type) {
    List<RandomTensor> all = new ArrayList<>();
    parameters.forEach((name, p) -> all.add(of(fileName(name), p.shape(), type)));
    return all;
  }

  /** Published HuBERT files spell weight norm the old way. */
  private static String fileName(String name) {
    return name.replace("parametrizations.weight.original0", "weight_g")
        .replace("parametrizations.weight.original1", "weight_v");
  }

  private static RandomTensor of(String name, Shape shape, StoredType type) {
    if (name.endsWith(".weight_g")) {
      // the norm over the two other axes that a kernel of deviation 1/sqrt(fan in) would have
      return new RandomTensor(name, shape, type, 1, SMALL);
    }
    boolean weight = name.endsWith("weight") || name.endsWith("weight_v");
    if (shape.rank() >= 2 && weight) {
      return new RandomTensor(name, shape, type, 0, spread(name, shape));
    }
    boolean norm = weight && name.toLowerCase(Locale.ROOT).contains("norm");
    return new RandomTensor(name, shape, type, norm ? 1 : 0, SMALL);
  }

  private static double spread(String name, Shape shape) {
    double fanIn = (double) shape.size() / shape.dim(0);
    // a trained adapter changes its layer by a few per cent
    return name.contains(".lora_B.") ? SMALL / shape.dim(1) : 1 / Math.sqrt(fanIn);
  }
}
