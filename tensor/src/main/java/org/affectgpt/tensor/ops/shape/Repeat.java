package org.affectgpt.tensor.ops.shape;

import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.RowKernels.Reduction;

/** Repeats every row of the leading axis in place: {@code a a b b}; {@code dx} sums over copies. */
public final class Repeat {
  private Repeat() {}

  /**
   * @param x F32 {@code [n, ...]}
   * @param times copies of every row, at least 1
   * @return {@code [n * times, ...]}
   */
  public static Tensor repeatRows(Tensor x, int times) {
    if (times < 1 || x.rank() < 1) {
      throw new IllegalArgumentException("repeatRows: " + times + " times " + x);
    }
    int n = x.dim(0);
    int columns = Math.toIntExact(x.shape().size(1, x.rank()));
    Tensor rows = x.detach().reshape(n, 1, columns);
    Tensor y =
        Broadcast.expand(rows, Shape.of(n, times, columns), 1f)
            .reshape(x.shape().with(0, n * times).dims());
    return Autograd.record(
        "repeatRows",
        y,
        List.of(x),
        dy -> {
          Tensor dx = Tensor.empty(x.backend(), x.shape());
          x.backend().rows().reduce(Reduction.SUM, dy.view(), dx.view(), n, times, columns);
          return List.of(dx);
        });
  }
}
