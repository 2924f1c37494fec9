package org.affectgpt.tensor.ops.elementwise;

import java.util.Arrays;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels;
import org.affectgpt.tensor.ops.shape.ShapeErrors;

/**
 * Gated unit of Llama and Qwen2 (Shazeer 2020): {@code y = silu(gate) up}; {@code dgate =
 * silu'(gate) up dy}, {@code dup = silu(gate) dy}.
 */
public final class SwiGlu {
  private SwiGlu() {}

  /**
   * @param gate F32, any shape
   * @param up the same shape
   * @return the same shape
   */
  public static Tensor swiGlu(Tensor gate, Tensor up) {
    if (!gate.shape().equals(up.shape())) {
      throw ShapeErrors.mismatch("swiGlu", gate, up);
    }
    ElementwiseKernels kernels = gate.backend().elementwise();
    long n = gate.size();
    Tensor y = Tensor.empty(gate.backend(), gate.shape());
    kernels.swiGlu(gate.view(), up.view(), y.view(), n);
    return Autograd.record(
        "swiGlu",
        y,
        Arrays.asList(gate, up),
        dy -> {
          Tensor dGate = Tensor.empty(gate.backend(), gate.shape());
          Tensor dUp = Tensor.empty(gate.backend(), gate.shape());
          kernels.swiGluGrad(gate.view(), up.view(), dy.view(), dGate.view(), dUp.view(), n);
          return Arrays.asList(gate.requiresGrad() ? dGate : null, up.requiresGrad() ? dUp : null);
        });
  }
}
