package org.affectgpt.tensor.ops.shape;

import java.util.Arrays;
import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.dtype.DType;

/** Rows of a table by id: {@code y_i = w[id_i]}; {@code dw[id_i] += dy_i}. */
public final class Embedding {
  private Embedding() {}

  /**
   * @param w {@code [v, d]}; BF16, F16, Q8_0 or Q4_0 when it needs no gradient
   * @param ids I32 {@code [...]}, each in {@code [0, v)}
   * @return F32 {@code [..., d]}
   */
  public static Tensor embedding(Tensor w, Tensor ids) {
    ShapeErrors.rank("embedding", w, 2, "[vocabulary, dim]");
    ShapeErrors.ids("embedding", ids);
    if (w.requiresGrad() && w.dtype() != DType.F32) {
      throw new IllegalArgumentException("embedding: a gradient of a table " + w + " needs F32");
    }
    int d = w.dim(1);
    int n = Math.toIntExact(ids.size());
    int[] shape = Arrays.copyOf(ids.shape().dims(), ids.rank() + 1);
    shape[ids.rank()] = d;
    Tensor y = Tensor.empty(w.backend(), shape);
    w.backend().index().gatherRows(w.view(), ids.view(), y.view(), n, d);
    return Autograd.record(
        "embedding",
        y,
        List.of(w),
        dy -> {
          Tensor dw = Tensor.zeros(w.backend(), w.shape());
          w.backend().index().scatterAddRows(dy.view(), ids.view(), dw.view(), n, d);
          return List.of(dw);
        });
  }
}
