package org.affectgpt.tensor.ops.elementwise;

import java.util.Arrays;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.ops.shape.Broadcast;

/**
 * The larger of two values: {@code y = max(a, b)}; dy goes to the larger operand, in halves to both
 * where they are equal. Gradients are summed over the axes along which an operand was repeated.
 */
public final class Maximum {
  private Maximum() {}

  /**
   * @param a F32
   * @param b F32, of a shape that broadcasts with that of {@code a} as NumPy does
   * @return the broadcast shape
   * @throws IllegalArgumentException naming both shapes when they do not broadcast
   */
  public static Tensor maximum(Tensor a, Tensor b) {
    Tensor y = Broadcast.apply(Binary.MAX, a, b);
    return Autograd.record(
        "maximum",
        y,
        Arrays.asList(a, b),
        dy ->
            Arrays.asList(
                a.requiresGrad()
                    ? Broadcast.sumTo(ExtremumGradient.gradient(b, a, dy), a.shape())
                    : null,
                b.requiresGrad()
                    ? Broadcast.sumTo(ExtremumGradient.gradient(a, b, dy), b.shape())
                    : null));
  }
}
