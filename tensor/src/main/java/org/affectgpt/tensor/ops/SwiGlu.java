package org.affectgpt.tensor.ops;

import java.util.Arrays;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels;
import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;

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
    boolean recording = Autograd.recording(gate, up);
    Tensor y = Tensor.empty(gate.backend(), gate.shape().dims());
    Tensor silu = recording ? Tensor.empty(gate.backend(), gate.shape().dims()) : y;
    kernels.unary(Unary.SILU, gate.view(), silu.view(), n);
    kernels.binary(Binary.MUL, silu.view(), up.view(), y.view(), n);
    return Autograd.record(
        "swiGlu",
        y,
        Arrays.asList(gate, up),
        dy -> {
          Tensor dGate = null;
          Tensor dUp = null;
          if (gate.requiresGrad()) {
            dGate = Broadcast.apply(Binary.MUL, dy, up);
            kernels.unaryGrad(Unary.SILU, gate.view(), silu.view(), dGate.view(), dGate.view(), n);
          }
          if (up.requiresGrad()) {
            dUp = Broadcast.apply(Binary.MUL, dy, silu);
          }
          return Arrays.asList(dGate, dUp);
        });
  }
}
