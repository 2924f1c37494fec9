package org.affectgpt.tensor.ops.shape;

import java.util.Arrays;
import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;

/** Rows of the leading axis by index: {@code y_i = x[id_i]}; {@code dx[id_i] += dy_i}. */
public final class Gather {
  private Gather() {}

  /**
   * @param x F32 {@code [n, ...]}
   * @param ids I32 {@code [m]}, each in {@code [0, n)}; an id may come more than once
   * @return {@code [m, ...]}
   */
  public static Tensor gather(Tensor x, Tensor ids) {
    ShapeErrors.ids("gather", ids);
    if (x.rank() < 1 || ids.rank() != 1) {
      throw ShapeErrors.mismatch("gather", x, ids);
    }
    int m = ids.dim(0);
    int columns = Math.toIntExact(x.shape().size(1, x.rank()));
    Tensor y = Tensor.empty(x.backend(), x.shape().with(0, m).dims());
    x.backend().index().gatherRows(x.view(), ids.view(), y.view(), m, columns);
    return Autograd.record(
        "gather",
        y,
        Arrays.asList(x),
        dy -> {
          Tensor dx = Tensor.zeros(x.backend(), x.shape());
          x.backend().index().scatterAddRows(dy.view(), ids.view(), dx.view(), m, columns);
          return List.of(dx);
        });
  }
}
