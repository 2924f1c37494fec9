package org.affectgpt.tensor.backend;

/** Matrix products. */
public interface MatrixKernels {
  /**
   * {@code C = op(A) op(B) (+ C)}, followed by the epilogue.
   *
   * @param a F32, BF16 or F16
   * @param b F32, BF16 or F16, or a weight in any type, taken as it lies
   * @param c F32; without {@code accumulate} also BF16 or F16, rounded once, after the epilogue
   * @param epilogue {@link Epilogue#NONE} with {@code accumulate}
   */
  void gemm(Gemm dims, View a, View b, View c, Epilogue epilogue);

  /** The product alone. */
  default void gemm(Gemm dims, View a, View b, View c) {
    gemm(dims, a, b, c, Epilogue.NONE);
  }
}
