package org.affectgpt.tensor.backend;

import org.jspecify.annotations.Nullable;

/** Matrix products. */
public interface MatrixKernels {
  /**
   * {@code C = op(A) op(B) (+ C)}, plus {@code bias[n]} on every row when given.
   *
   * @param a F32
   * @param b F32, or with {@code transB} a weight in BF16, F16, Q8_0 or Q4_0 taken as it lies
   * @param c F32
   * @param bias F32 of length n, not with {@code accumulate}
   */
  void gemm(Gemm dims, View a, View b, View c, @Nullable View bias);
}
