package org.affectgpt.tensor.ops.elementwise;

import java.util.Arrays;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.ops.shape.Broadcast;

/**
 * Quotient: {@code y = a / b}, {@code da = dy / b}, {@code db = -dy a / b^2}. Gradients are summed
 * over the axes along which an operand was repeated.
 */
public final class Div {
  private Div() {}

  /**
   * @param a F32
   * @param b F32, of a shape that broadcasts with that of {@code a} as NumPy does
   * @return the broadcast shape
   * @throws IllegalArgumentException naming both shapes when they do not broadcast
   */
  public static Tensor div(Tensor a, Tensor b) {
    Tensor y = Broadcast.apply(Binary.DIV, a, b);
    return Autograd.record(
        "div",
        y,
        Arrays.asList(a, b),
        dy -> {
          Tensor scaled = Broadcast.apply(Binary.DIV, dy, b);
          Tensor ratio = b.requiresGrad() ? Broadcast.apply(Binary.DIV, a, b) : null;
          return Arrays.asList(
              a.requiresGrad() ? Broadcast.sumTo(scaled, a.shape()) : null,
              ratio == null
                  ? null
                  : Neg.neg(
                      Broadcast.sumTo(Broadcast.apply(Binary.MUL, scaled, ratio), b.shape())));
        });
  }
}
