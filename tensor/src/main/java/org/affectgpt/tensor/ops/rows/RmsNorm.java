package org.affectgpt.tensor.ops.rows;

import java.util.Arrays;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.RowKernels.Norm;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.ops.shape.ShapeErrors;

/**
 * Root mean square normalisation over the last axis (Zhang and Sennrich 2019): {@code h = x r} with
 * {@code r = 1 / sqrt(mean(x^2) + eps)}, {@code y = h w}. With {@code g = dy w}: {@code dx = r (g -
 * h mean(g h))}, {@code dw} the sum of {@code dy h} over rows.
 */
public final class RmsNorm {
  private RmsNorm() {}

  /**
   * @param x F32 {@code [..., n]}
   * @param w F32 {@code [n]}
   * @return the shape of {@code x}
   */
  public static Tensor rmsNorm(Tensor x, Tensor w, float eps) {
    Matrix p = Matrix.of("rmsNorm", x);
    ShapeErrors.vector("rmsNorm", x, w, p.columns());
    Tensor y = Tensor.empty(x.backend(), x.shape());
    Tensor rstd = Tensor.empty(x.backend(), p.rows());
    Norm dims = new Norm(p.rows(), p.columns(), eps);
    x.backend().rows().rmsNorm(dims, x.view(), w.view(), y.view(), rstd.view());
    return Autograd.record(
        "rmsNorm",
        y,
        Arrays.asList(x, w),
        dy -> {
          Tensor dx = Tensor.empty(x.backend(), x.shape());
          Tensor dw = w.requiresGrad() ? Tensor.empty(x.backend(), p.columns()) : null;
          View gradient = dw == null ? null : dw.view();
          x.backend()
              .rows()
              .rmsNormGrad(dims, x.view(), w.view(), rstd.view(), dy.view(), dx.view(), gradient);
          return Arrays.asList(dx, dw);
        });
  }
}
