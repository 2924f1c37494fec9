package org.affectgpt.tensor.ops.rows;

import java.util.Arrays;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.RowKernels.Affine;
import org.affectgpt.tensor.backend.RowKernels.Norm;
import org.affectgpt.tensor.backend.RowKernels.Statistics;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.ops.shape.ShapeErrors;
import org.jspecify.annotations.Nullable;

/**
 * Layer normalisation over the last axis (Ba et al. 2016): {@code h = (x - mean) r} with {@code r =
 * 1 / sqrt(var + eps)}, {@code y = h w + b}. With {@code g = dy w}: {@code dx = r (g - mean(g) - h
 * mean(g h))}, {@code dw} the sum of {@code dy h} and {@code db} the sum of dy over rows.
 */
public final class LayerNorm {
  private LayerNorm() {}

  /**
   * @param x F32 {@code [..., n]}
   * @param w F32 {@code [n]}, or null for ones
   * @param b F32 {@code [n]}, or null for zeros
   * @return the shape of {@code x}
   */
  public static Tensor layerNorm(Tensor x, @Nullable Tensor w, @Nullable Tensor b, float eps) {
    Matrix p = Matrix.of("layerNorm", x);
    ShapeErrors.vector("layerNorm", x, w, p.columns());
    ShapeErrors.vector("layerNorm", x, b, p.columns());
    Tensor y = Tensor.empty(x.backend(), x.shape());
    Tensor mean = Tensor.empty(x.backend(), p.rows());
    Tensor rstd = Tensor.empty(x.backend(), p.rows());
    Norm dims = new Norm(p.rows(), p.columns(), eps);
    View weight = w == null ? null : w.view();
    Affine affine = new Affine(weight, b == null ? null : b.view());
    Statistics kept = new Statistics(mean.view(), rstd.view());
    x.backend().rows().layerNorm(dims, x.view(), affine, y.view(), kept);
    return Autograd.record(
        "layerNorm",
        y,
        Arrays.asList(x, w, b),
        dy -> {
          Tensor dx = Tensor.empty(x.backend(), x.shape());
          Tensor dw = w != null && w.requiresGrad() ? Tensor.empty(x.backend(), p.columns()) : null;
          Tensor db = b != null && b.requiresGrad() ? Tensor.empty(x.backend(), p.columns()) : null;
          Affine grads = new Affine(dw == null ? null : dw.view(), db == null ? null : db.view());
          x.backend()
              .rows()
              .layerNormGrad(dims, x.view(), weight, kept, dy.view(), dx.view(), grads);
          return Arrays.asList(dx, dw, db);
        });
  }
}
