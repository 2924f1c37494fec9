package org.affectgpt.tensor.ops.rows;

import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.dtype.DType;
import org.affectgpt.tensor.ops.shape.Parts;
import org.affectgpt.tensor.ops.shape.ShapeErrors;

/** Index of the first largest value along an axis. It has no derivative: asking for one throws. */
public final class ArgMax {
  private ArgMax() {}

  /**
   * @param axis the axis to search; negative counts from the end
   * @return I32, the shape without the axis
   */
  public static Tensor argMax(Tensor x, int axis) {
    Parts p = Parts.of(x.shape(), axis);
    if (p.length() == 0) {
      throw ShapeErrors.of("argMax", x, "a tensor with values along axis " + axis);
    }
    Tensor y = indices(x, p).reshape(p.dropped(x.shape()).dims());
    return Autograd.recordWithoutDerivative("argMax", y, List.of(x));
  }

  static Tensor indices(Tensor x, Parts p) {
    Tensor y = Tensor.empty(x.backend(), DType.I32, Shape.of(p.outer(), p.inner()));
    x.backend().rows().argMax(x.view(), y.view(), p.outer(), p.length(), p.inner());
    return y;
  }
}
