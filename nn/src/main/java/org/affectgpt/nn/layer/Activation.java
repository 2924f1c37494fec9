package org.affectgpt.nn.layer;

import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;
import org.affectgpt.tensor.ops.elementwise.Gelu;
import org.affectgpt.tensor.ops.elementwise.GeluTanh;
import org.affectgpt.tensor.ops.elementwise.QuickGelu;
import org.affectgpt.tensor.ops.elementwise.Relu;
import org.affectgpt.tensor.ops.elementwise.Silu;

/** The activations that a {@code hidden_act} of a configuration can name. */
public enum Activation {
  GELU("gelu", Unary.GELU_ERF, Gelu::gelu),
  GELU_TANH("gelu_pytorch_tanh", Unary.GELU_TANH, GeluTanh::geluTanh),
  QUICK_GELU("quick_gelu", Unary.QUICK_GELU, QuickGelu::quickGelu),
  SILU("silu", Unary.SILU, Silu::silu),
  RELU("relu", Unary.RELU, Relu::relu);

  /** Other spellings of the same functions. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "gelu_new", "gelu_pytorch_tanh",
          "gelu_fast", "gelu_pytorch_tanh",
          "gelu_accurate", "gelu_pytorch_tanh",
          "gelu_python_tanh", "gelu_pytorch_tanh",
          "gelu_python", "gelu",
          "swish", "silu");

  private final String id;
  private final Unary function;
  private final UnaryOperator<Tensor> operation;

  Activation(String id, Unary function, UnaryOperator<Tensor> operation) {
    this.id = id;
    this.function = function;
    this.operation = operation;
  }

  /** Hugging Face's name. */
  public String id() {
    return id;
  }

  /** The function as kernels know it. */
  Unary function() {
    return function;
  }

  public Tensor apply(Tensor x) {
    return operation.apply(x);
  }

  /** The activation of that name; {@code where} names file and key for the error. */
  public static Activation named(String id, String where) {
    for (Activation a : values()) {
      if (a.id.equals(OTHER_NAMES.getOrDefault(id, id))) {
        return a;
      }
    }
    String known = Arrays.stream(values()).map(Activation::id).collect(Collectors.joining(", "));
    throw new InputException(
        where
            + ": unknown activation "
            + id.replaceAll("\\p{Cntrl}", "?")
            + "; known are "
            + known);
  }
}
