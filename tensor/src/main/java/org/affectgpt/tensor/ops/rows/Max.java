package org.affectgpt.tensor.ops.rows;

import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.RowKernels.Reduction;
import org.affectgpt.tensor.ops.shape.Parts;
import org.affectgpt.tensor.ops.shape.ShapeErrors;

/** Largest value along an axis; the gradient goes to the first place that holds it. */
public final class Max {
  private Max() {}

  /**
   * @param axis the axis to search; negative counts from the end
   * @param keepDim whether the axis stays, with length 1
   */
  public static Tensor max(Tensor x, int axis, boolean keepDim) {
    Parts p = Parts.of(x.shape(), axis);
    if (p.length() == 0) {
      throw ShapeErrors.of("max", x, "a tensor with values along axis " + axis);
    }
    Shape shape = keepDim ? p.kept(x.shape()) : p.dropped(x.shape());
    Tensor y = Tensor.empty(x.backend(), shape.dims());
    x.backend().rows().reduce(Reduction.MAX, x.view(), y.view(), p.outer(), p.length(), p.inner());
    return Autograd.record("max", y, List.of(x), dy -> List.of(gradient(x, p, dy)));
  }

  private static Tensor gradient(Tensor x, Parts p, Tensor dy) {
    Tensor first = ArgMax.indices(x, p);
    Tensor dx = Tensor.empty(x.backend(), x.shape());
    x.backend()
        .rows()
        .argMaxGrad(first.view(), dy.view(), dx.view(), p.outer(), p.length(), p.inner());
    return dx;
  }
}
