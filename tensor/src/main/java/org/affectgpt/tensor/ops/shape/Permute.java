package org.affectgpt.tensor.ops.shape;

import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.dtype.DType;

/** Reorders axes; dy is put back in the old order. */
public final class Permute {
  private Permute() {}

  /**
   * @param x F32
   * @param order axis {@code i} of the result is axis {@code order[i]} of {@code x}
   */
  public static Tensor permute(Tensor x, int... order) {
    int[] forward = order.clone();
    int[] inverse = new int[x.rank()];
    boolean[] seen = new boolean[x.rank()];
    boolean valid = order.length == x.rank();
    for (int i = 0; valid && i < order.length; i++) {
      valid = order[i] >= 0 && order[i] < seen.length && !seen[order[i]];
      if (valid) {
        seen[order[i]] = true;
        inverse[order[i]] = i;
      }
    }
    if (!valid) {
      throw new IllegalArgumentException(
          "permute: " + java.util.Arrays.toString(order) + " is no order of the axes of " + x);
    }
    return Autograd.record(
        "permute", reorder(x, forward), List.of(x), dy -> List.of(reorder(dy, inverse)));
  }

  private static Tensor reorder(Tensor x, int[] order) {
    int[] dims = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      dims[i] = x.dim(order[i]);
    }
    Tensor y = Tensor.empty(x.backend(), DType.F32, Shape.of(dims));
    x.backend().index().permute(x.view(), x.shape().dims(), order, y.view());
    return y;
  }
}
