package org.affectgpt.tensor.ops.elementwise;

import java.util.Arrays;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.ops.shape.Broadcast;

/**
 * Product: {@code y = a b}, {@code da = dy b}, {@code db = dy a}. Gradients are summed over the
 * axes along which an operand was repeated.
 */
public final class Mul {
  private Mul() {}

  /**
   * @param a F32
   * @param b F32, of a shape that broadcasts with that of {@code a} as NumPy does
   * @return the broadcast shape
   * @throws IllegalArgumentException naming both shapes when they do not broadcast
   */
  public static Tensor mul(Tensor a, Tensor b) {
    Tensor y = Broadcast.apply(Binary.MUL, a, b);
    return Autograd.record(
        "mul",
        y,
        Arrays.asList(a, b),
        dy ->
            Arrays.asList(
                a.requiresGrad()
                    ? Broadcast.sumTo(Broadcast.apply(Binary.MUL, dy, b), a.shape())
                    : null,
                b.requiresGrad()
                    ? Broadcast.sumTo(Broadcast.apply(Binary.MUL, dy, a), b.shape())
                    : null));
  }
}
