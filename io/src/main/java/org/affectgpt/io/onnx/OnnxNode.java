package org.affectgpt.io.onnx;

import java.util.List;
import java.util.Map;

/**
 * One operation of a graph, as data.
 *
 * @param name for people; may be empty, and need not be unique
 * @param operator what it computes, for example {@code MatMul}
 * @param domain of the operator; empty for ONNX's own
 * @param inputs names of values; an empty one stands for an optional input that is left out
 * @param outputs names of values
 * @param attributes settings by name: {@code Long}, {@code Float}, {@code String}, {@code
 *     TensorEntry}, or a {@code List} of one of them; those that hold graphs or types are left out
 */
public record OnnxNode(
    String name,
    String operator,
    String domain,
    List<String> inputs,
    List<String> outputs,
    Map<String, Object> attributes) {
  public OnnxNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Map.copyOf(attributes);
  }
}
