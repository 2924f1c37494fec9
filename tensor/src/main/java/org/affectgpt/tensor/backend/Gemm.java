package org.affectgpt.tensor.backend;

/**
 * The dimensions of a batched matrix product {@code C = op(A) op(B) + beta C}, row-major, with
 * {@code op(A)} of {@code [m, k]} and {@code op(B)} of {@code [k, n]}.
 *
 * @param transA A lies as {@code [k, m]}
 * @param transB B lies as {@code [n, k]}, as the weight of a linear layer does
 * @param m rows of C
 * @param n columns of C
 * @param k the summed dimension
 * @param lda elements between rows of A as it lies, likewise {@code ldb}, {@code ldc}
 * @param batch number of independent products
 * @param strideA elements between the As of the batch; 0 uses one A for all, likewise {@code
 *     strideB}
 * @param accumulate beta is 1, else 0
 */
public record Gemm(
    boolean transA,
    boolean transB,
    int m,
    int n,
    int k,
    int lda,
    int ldb,
    int ldc,
    int batch,
    long strideA,
    long strideB,
    long strideC,
    boolean accumulate) {

  /** One product of densely packed matrices. */
  public static Gemm of(boolean transA, boolean transB, int m, int n, int k) {
    return new Gemm(transA, transB, m, n, k, transA ? m : k, transB ? k : n, n, 1, 0, 0, 0, false);
  }

  /** The same product over a batch of densely packed matrices. */
  public Gemm batched(int batch) {
    return new Gemm(
        transA,
        transB,
        m,
        n,
        k,
        lda,
        ldb,
        ldc,
        batch,
        (long) m * k,
        (long) k * n,
        (long) m * n,
        accumulate);
  }

  /** The same product added to C. */
  public Gemm accumulating() {
    return new Gemm(transA, transB, m, n, k, lda, ldb, ldc, batch, strideA, strideB, strideC, true);
  }
}
