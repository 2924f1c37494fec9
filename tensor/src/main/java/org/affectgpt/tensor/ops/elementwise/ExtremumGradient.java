package org.affectgpt.tensor.ops.elementwise;

import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels;
import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.ops.shape.Broadcast;

/** The gradient of the smaller or larger of two values: dy goes to the one that was taken. */
final class ExtremumGradient {
  private ExtremumGradient() {}

  /** {@code dy} where {@code a < b}, half of it where they are equal, else 0. */
  static Tensor gradient(Tensor a, Tensor b, Tensor dy) {
    Tensor d = Broadcast.apply(Binary.SUB, a, b);
    ElementwiseKernels kernels = dy.backend().elementwise();
    Tensor below = Tensor.empty(dy.backend(), dy.shape());
    Tensor notAbove = Tensor.empty(dy.backend(), dy.shape());
    float none = Float.NEGATIVE_INFINITY;
    long n = dy.size();
    kernels.clampGrad(d.view(), none, -Float.MIN_VALUE, dy.view(), below.view(), n);
    kernels.clampGrad(d.view(), none, 0f, dy.view(), notAbove.view(), n);
    kernels.binary(Binary.ADD, below.view(), notAbove.view(), below.view(), n);
    kernels.affine(0.5f, below.view(), 0f, below.view(), n);
    return below;
  }
}
