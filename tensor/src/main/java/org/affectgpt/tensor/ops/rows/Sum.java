package org.affectgpt.tensor.ops.rows;

import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.RowKernels.Reduction;
import org.affectgpt.tensor.ops.shape.Broadcast;
import org.affectgpt.tensor.ops.shape.Parts;

/** Sum over one axis or everything: {@code dx} is dy repeated. */
public final class Sum {
  private Sum() {}

  /** Over all values; a scalar. */
  public static Tensor sum(Tensor x) {
    int n = Math.toIntExact(x.size());
    return reduce(x, new Parts(0, 1, n, 1), Shape.of());
  }

  /**
   * @param axis the axis to sum over; negative counts from the end
   * @param keepDim whether the axis stays, with length 1
   */
  public static Tensor sum(Tensor x, int axis, boolean keepDim) {
    Parts p = Parts.of(x.shape(), axis);
    return reduce(x, p, keepDim ? p.kept(x.shape()) : p.dropped(x.shape()));
  }

  private static Tensor reduce(Tensor x, Parts p, Shape shape) {
    Tensor y = Tensor.empty(x.backend(), shape.dims());
    x.backend().rows().reduce(Reduction.SUM, x.view(), y.view(), p.outer(), p.length(), p.inner());
    Shape split = Shape.of(p.outer(), p.length(), p.inner());
    return Autograd.record(
        "sum",
        y,
        List.of(x),
        dy -> {
          Tensor kept = dy.reshape(p.outer(), 1, p.inner());
          return List.of(Broadcast.expand(kept, split, 1f).reshape(x.shape().dims()));
        });
  }
}
