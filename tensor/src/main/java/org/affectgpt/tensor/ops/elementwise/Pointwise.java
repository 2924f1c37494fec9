package org.affectgpt.tensor.ops.elementwise;

import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;

/** Records a function of one value: {@code y = f(x)}, {@code dx = f'(x) dy}. */
final class Pointwise {
  private Pointwise() {}

  static Tensor apply(String name, Unary op, Tensor x) {
    Tensor y = Tensor.empty(x.backend(), x.shape());
    x.backend().elementwise().unary(op, x.view(), y.view(), x.size());
    return Autograd.record(
        name,
        y,
        List.of(x),
        dy -> {
          Tensor dx = Tensor.empty(x.backend(), x.shape());
          x.backend()
              .elementwise()
              .unaryGrad(op, x.view(), y.view(), dy.view(), dx.view(), x.size());
          return List.of(dx);
        });
  }
}
