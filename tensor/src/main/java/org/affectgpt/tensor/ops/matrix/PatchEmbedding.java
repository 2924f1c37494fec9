package org.affectgpt.tensor.ops.matrix;

import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ConvolutionKernels.Images;
import org.affectgpt.tensor.ops.shape.ShapeErrors;
import org.jspecify.annotations.Nullable;

/**
 * Patch embedding of a vision transformer (Dosovitskiy et al. 2021): a convolution whose kernel and
 * stride are the patch, that is, the image cut into rows of {@code c p p} pixels and a linear layer
 * on them. Pixels beyond the last whole patch are left out and get no gradient.
 */
public final class PatchEmbedding {
  private PatchEmbedding() {}

  /**
   * @param image F32 {@code [batch, channels, height, width]}
   * @param w F32 {@code [out, channels, patch, patch]}
   * @param bias F32 {@code [out]}, or null
   * @return {@code [batch, (height / patch) (width / patch), out]}, patches row by row
   */
  public static Tensor patchEmbedding(Tensor image, Tensor w, @Nullable Tensor bias) {
    ShapeErrors.rank("patchEmbedding", image, 4, "[batch, channels, height, width]");
    ShapeErrors.rank("patchEmbedding", w, 4, "[out, channels, patch, patch]");
    if (w.dim(1) != image.dim(1)
        || w.dim(2) != w.dim(3)
        || w.dim(2) < 1
        || image.dim(2) < w.dim(2)
        || image.dim(3) < w.dim(3)) {
      throw ShapeErrors.mismatch("patchEmbedding", image, w);
    }
    Tensor rows = patches(image, w.dim(2));
    return Linear.linear(rows, w.reshape(w.dim(0), -1), bias);
  }

  private static Tensor patches(Tensor image, int p) {
    int b = image.dim(0);
    int c = image.dim(1);
    int h = image.dim(2);
    int width = image.dim(3);
    Tensor rows = Tensor.empty(image.backend(), b, (h / p) * (width / p), c * p * p);
    Images dims = new Images(b, c, h, width, p);
    image.backend().convolution().patches(dims, image.view(), rows.view());
    return Autograd.record(
        "patchEmbedding",
        rows,
        List.of(image),
        dy -> {
          Tensor dx = Tensor.empty(image.backend(), image.shape());
          image.backend().convolution().patchesGrad(dims, dy.view(), dx.view());
          return List.of(dx);
        });
  }
}
