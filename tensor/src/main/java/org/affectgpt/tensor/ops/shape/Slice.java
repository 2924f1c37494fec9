package org.affectgpt.tensor.ops.shape;

import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;

/** A range of an axis; {@code dx} is dy inside the range and 0 outside. */
public final class Slice {
  private Slice() {}

  /**
   * @param x F32 or I32
   * @param axis the axis to cut; negative counts from the end
   * @param start first index
   * @param length number of indices
   */
  public static Tensor slice(Tensor x, int axis, int start, int length) {
    int a = x.shape().axis(axis);
    if (start < 0 || length < 0 || start > x.dim(a) - length) {
      throw new IllegalArgumentException(
          "slice: " + start + "+" + length + " of axis " + axis + " of " + x);
    }
    return Autograd.record(
        "slice",
        outOf(x, a, start, length),
        List.of(x),
        dy -> {
          Tensor dx = Tensor.zeros(x.backend(), x.shape());
          into(dy, dx, a, start);
          return List.of(dx);
        });
  }

  /** Copies a range of {@code x} to a tensor of its own. */
  static Tensor outOf(Tensor x, int axis, int start, int length) {
    Parts p = Parts.of(x.shape(), axis);
    Tensor y = Tensor.empty(x.backend(), x.dtype(), x.shape().with(axis, length));
    long inner = p.inner();
    x.backend()
        .index()
        .copy2d(
            x.view().plus(start * inner),
            p.length() * inner,
            y.view(),
            length * inner,
            p.outer(),
            length * inner);
    return y;
  }

  /** Copies {@code x} into a range of {@code y}. */
  static void into(Tensor x, Tensor y, int axis, int start) {
    Parts p = Parts.of(y.shape(), axis);
    long inner = p.inner();
    long run = x.dim(axis) * inner;
    x.backend()
        .index()
        .copy2d(x.view(), run, y.view().plus(start * inner), p.length() * inner, p.outer(), run);
  }
}
