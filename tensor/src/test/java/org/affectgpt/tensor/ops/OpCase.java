package org.affectgpt.tensor.ops;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Function;
import org.affectgpt.tensor.Tensor;

/**
 * One call of an operation in three forms: ours, naive in float64, and PyTorch's.
 *
 * @param op the class under test
 * @param inputs values of the differentiable inputs
 */
record OpCase(
    Class<?> op,
    List<Dense> inputs,
    Function<List<Tensor>, Tensor> ours,
    Function<List<Dense>, Dense> reference,
    Function<List<NDArray>, NDArray> torch) {

  /** A family of cases. */
  record Family(Class<?> op, Function<Draw, OpCase> draw) {
    @Override
    public String toString() {
      return op.getSimpleName();
    }
  }
}
