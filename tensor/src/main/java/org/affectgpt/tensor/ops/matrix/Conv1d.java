package org.affectgpt.tensor.ops.matrix;

import java.util.Arrays;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ConvolutionKernels;
import org.affectgpt.tensor.ops.shape.ShapeErrors;
import org.jspecify.annotations.Nullable;

/**
 * One-dimensional convolution: {@code y[o, t] = b[o] + sum_{c, j} w[o, c, j] x[c, t stride + j -
 * padding]} over the channels c of the group of o, with zeros outside. {@code dx} and {@code dw}
 * are the same sum with the roles of the factors exchanged, {@code db} sums dy over batch and time.
 */
public final class Conv1d {
  private Conv1d() {}

  /**
   * @param x F32 {@code [batch, inChannels, time]}
   * @param w F32 {@code [outChannels, inChannels / groups, kernel]}
   * @param bias F32 {@code [outChannels]}, or null
   * @return {@code [batch, outChannels, (time + 2 padding - kernel) / stride + 1]}
   */
  public static Tensor conv1d(
      Tensor x, Tensor w, @Nullable Tensor bias, int stride, int padding, int groups) {
    ShapeErrors.rank("conv1d", x, 3, "[batch, channels, time]");
    ShapeErrors.rank("conv1d", w, 3, "[outChannels, inChannels / groups, kernel]");
    ShapeErrors.vector("conv1d", w, bias, w.dim(0));
    if (stride < 1 || padding < 0 || groups < 1) {
      throw new IllegalArgumentException(
          "conv1d: stride " + stride + ", padding " + padding + ", groups " + groups);
    }
    if (w.dim(1) * groups != x.dim(1)
        || w.dim(0) % groups != 0
        || w.dim(2) < 1
        || x.dim(2) + 2 * padding < w.dim(2)) {
      throw ShapeErrors.mismatch("conv1d", x, w);
    }
    var dims =
        new ConvolutionKernels.Conv1d(
            x.dim(0), x.dim(1), x.dim(2), w.dim(0), w.dim(2), stride, padding, groups);
    ConvolutionKernels kernels = x.backend().convolution();
    Tensor y = Tensor.empty(x.backend(), x.dim(0), w.dim(0), dims.outLength());
    kernels.conv1d(dims, x.view(), w.view(), bias == null ? null : bias.view(), y.view());
    return Autograd.record(
        "conv1d",
        y,
        Arrays.asList(x, w, bias),
        dy -> {
          boolean wantsBias = bias != null && bias.requiresGrad();
          Tensor dx = x.requiresGrad() ? Tensor.empty(x.backend(), x.shape()) : null;
          Tensor db = wantsBias ? Tensor.empty(x.backend(), w.dim(0)) : null;
          Tensor dw = null;
          if (dx != null) {
            kernels.conv1dGradInput(dims, dy.view(), w.view(), dx.view());
          }
          if (w.requiresGrad() || wantsBias) {
            dw = Tensor.empty(x.backend(), w.shape());
            kernels.conv1dGradWeight(
                dims, x.view(), dy.view(), dw.view(), db == null ? null : db.view());
          }
          return Arrays.asList(dx, dw, db);
        });
  }
}
