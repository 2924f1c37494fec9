package org.affectgpt.tensor.backend;

/** Matrix products. */
public interface MatrixKernels {
  /**
   * {@code C = op(A) op(B) (+ C)}, followed by the epilogue.
   *
   * @param a F32
   * @param b F32, or with {@code transB} a weight in BF16, F16, Q8_0 or Q4_0 taken as it lies
   * @param c F32
   * @param epilogue {@link Epilogue#NONE} with {@code accumulate}
   */
  void gemm(Gemm dims, View a, View b, View c, Epilogue epilogue);

  /** The product alone. */
  default void gemm(Gemm dims, View a, View b, View c) {
    gemm(dims, a, b, c, Epilogue.NONE);
  }
}
