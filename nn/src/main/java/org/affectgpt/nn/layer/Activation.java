package org.affectgpt.nn.layer;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.ops.Gelu;
import org.affectgpt.tensor.ops.GeluTanh;
import org.affectgpt.tensor.ops.QuickGelu;
import org.affectgpt.tensor.ops.Relu;
import org.affectgpt.tensor.ops.Silu;

/** The activations that a {@code hidden_act} of a configuration can name. */
public enum Activation {
  GELU("gelu") {
    @Override
    public Tensor apply(Tensor x) {
      return Gelu.gelu(x);
    }
  },
  GELU_TANH("gelu_pytorch_tanh") {
    @Override
    public Tensor apply(Tensor x) {
      return GeluTanh.geluTanh(x);
    }
  },
  QUICK_GELU("quick_gelu") {
    @Override
    public Tensor apply(Tensor x) {
      return QuickGelu.quickGelu(x);
    }
  },
  SILU("silu") {
    @Override
    public Tensor apply(Tensor x) {
      return Silu.silu(x);
    }
  },
  RELU("relu") {
    @Override
    public Tensor apply(Tensor x) {
      return Relu.relu(x);
    }
  };

  private final String id;

  Activation(String id) {
    this.id = id;
  }

  /** Hugging Face's name. */
  public String id() {
    return id;
  }

  public abstract Tensor apply(Tensor x);

  /** The activation of that name; {@code where} names file and key for the error. */
  public static Activation named(String id, String where) {
    if (id.equals("gelu_new")) {
      return GELU_TANH;
    }
    for (Activation a : values()) {
      if (a.id.equals(id)) {
        return a;
      }
    }
    String known = Arrays.stream(values()).map(Activation::id).collect(Collectors.joining(", "));
    throw new InputException(where + ": unknown activation " + id + "; known are " + known);
  }
}
