package org.affectgpt.tensor.ops.rows;

import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.RowKernels.Reduction;
import org.affectgpt.tensor.ops.shape.Broadcast;
import org.affectgpt.tensor.ops.shape.Parts;
import org.affectgpt.tensor.ops.shape.ShapeErrors;

/** Mean over one axis or everything: {@code dx} is dy divided by the count and repeated. */
public final class Mean {
  private Mean() {}

  /** Over all values; a scalar. */
  public static Tensor mean(Tensor x) {
    int n = Math.toIntExact(x.size());
    return reduce(x, new Parts(0, 1, n, 1), Shape.of());
  }

  /**
   * @param axis the axis to average over; negative counts from the end
   * @param keepDim whether the axis stays, with length 1
   */
  public static Tensor mean(Tensor x, int axis, boolean keepDim) {
    Parts p = Parts.of(x.shape(), axis);
    return reduce(x, p, keepDim ? p.kept(x.shape()) : p.dropped(x.shape()));
  }

  private static Tensor reduce(Tensor x, Parts p, Shape shape) {
    if (p.length() == 0) {
      throw ShapeErrors.of("mean", x, "a tensor with values to average");
    }
    Tensor y = Tensor.empty(x.backend(), shape.dims());
    x.backend().rows().reduce(Reduction.SUM, x.view(), y.view(), p.outer(), p.length(), p.inner());
    if (p.length() != 1) {
      x.backend().elementwise().affine(1f / p.length(), y.view(), 0f, y.view(), y.size());
    }
    Shape split = Shape.of(p.outer(), p.length(), p.inner());
    return Autograd.record(
        "mean",
        y,
        List.of(x),
        dy -> {
          Tensor kept = dy.reshape(p.outer(), 1, p.inner());
          return List.of(Broadcast.expand(kept, split, 1f / p.length()).reshape(x.shape().dims()));
        });
  }
}
