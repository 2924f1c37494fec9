package org.affectgpt.tensor.ops.rows;

import java.util.Arrays;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.RowKernels.Affine;
import org.affectgpt.tensor.backend.RowKernels.GroupedNorm;
import org.affectgpt.tensor.backend.RowKernels.Statistics;
import org.affectgpt.tensor.ops.shape.ShapeErrors;

/**
 * Group normalisation (Wu and He 2018): layer normalisation over each group of channels and all
 * times, with a weight and a bias a channel; the derivatives are those of layer normalisation.
 */
public final class GroupNorm {
  private GroupNorm() {}

  /**
   * @param x F32 {@code [batch, channels, time]}
   * @param groups a divisor of the number of channels
   * @param w F32 {@code [channels]}
   * @param b F32 {@code [channels]}
   * @return the shape of {@code x}
   */
  public static Tensor groupNorm(Tensor x, int groups, Tensor w, Tensor b, float eps) {
    ShapeErrors.rank("groupNorm", x, 3, "[batch, channels, time]");
    int batch = x.dim(0);
    int channels = x.dim(1);
    int time = x.dim(2);
    if (groups < 1 || channels % groups != 0) {
      throw new IllegalArgumentException("groupNorm: " + groups + " groups of " + x);
    }
    ShapeErrors.vector("groupNorm", x, w, channels);
    ShapeErrors.vector("groupNorm", x, b, channels);
    Tensor y = Tensor.empty(x.backend(), x.shape());
    Tensor mean = Tensor.empty(x.backend(), batch, groups);
    Tensor rstd = Tensor.empty(x.backend(), batch, groups);
    GroupedNorm dims = new GroupedNorm(batch, channels, time, groups, eps);
    Statistics kept = new Statistics(mean.view(), rstd.view());
    x.backend().rows().groupNorm(dims, x.view(), new Affine(w.view(), b.view()), y.view(), kept);
    return Autograd.record(
        "groupNorm",
        y,
        Arrays.asList(x, w, b),
        dy -> {
          Tensor dx = Tensor.empty(x.backend(), x.shape());
          Tensor dw = w.requiresGrad() ? Tensor.empty(x.backend(), channels) : null;
          Tensor db = b.requiresGrad() ? Tensor.empty(x.backend(), channels) : null;
          Affine grads = new Affine(dw == null ? null : dw.view(), db == null ? null : db.view());
          x.backend()
              .rows()
              .groupNormGrad(dims, x.view(), w.view(), kept, dy.view(), dx.view(), grads);
          return Arrays.asList(dx, dw, db);
        });
  }
}
