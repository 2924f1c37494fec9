package org.affectgpt.tensor.ops.elementwise;

import java.util.Arrays;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.ops.shape.Broadcast;

/**
 * Difference: {@code y = a - b}, {@code da = dy}, {@code db = -dy}. Gradients are summed over the
 * axes along which an operand was repeated.
 */
public final class Sub {
  private Sub() {}

  /**
   * @param a F32
   * @param b F32, of a shape that broadcasts with that of {@code a} as NumPy does
   * @return the broadcast shape
   * @throws IllegalArgumentException naming both shapes when they do not broadcast
   */
  public static Tensor sub(Tensor a, Tensor b) {
    Tensor y = Broadcast.apply(Binary.SUB, a, b);
    return Autograd.record(
        "sub",
        y,
        Arrays.asList(a, b),
        dy ->
            Arrays.asList(
                a.requiresGrad() ? Broadcast.sumTo(dy, a.shape()) : null,
                b.requiresGrad() ? Neg.neg(Broadcast.sumTo(dy, b.shape())) : null));
  }
}
