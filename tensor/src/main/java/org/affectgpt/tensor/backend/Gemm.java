package org.affectgpt.tensor.backend;

/**
 * The dimensions of a batched matrix product {@code C = op(A) op(B) + beta C}, row-major, with
 * {@code op(A)} of {@code [m, k]} and {@code op(B)} of {@code [k, n]}.
 *
 * @param m rows of C
 * @param n columns of C
 * @param k the summed dimension
 * @param batch number of independent products
 * @param a how A lies; transposed, as {@code [k, m]}
 * @param b how B lies; transposed, as {@code [n, k]}, as the weight of a linear layer does
 * @param c how C lies, which is never transposed
 * @param accumulate beta is 1, else 0
 */
public record Gemm(
    int m,
    int n,
    int k,
    int batch,
    MatrixLayout a,
    MatrixLayout b,
    MatrixLayout c,
    boolean accumulate) {
  public Gemm {
    if (c.transposed()) {
      throw new IllegalArgumentException("a product writes C row by row");
    }
  }

  /** One product of densely packed matrices. */
  public static Gemm of(boolean transA, boolean transB, int m, int n, int k) {
    MatrixLayout a = new MatrixLayout(transA, transA ? m : k, 0);
    MatrixLayout b = new MatrixLayout(transB, transB ? k : n, 0);
    return new Gemm(m, n, k, 1, a, b, new MatrixLayout(false, n, 0), false);
  }

  /** The same product over a batch of densely packed matrices. */
  public Gemm batched(int batch) {
    return new Gemm(
        m,
        n,
        k,
        batch,
        new MatrixLayout(transA(), lda(), (long) m * k),
        new MatrixLayout(transB(), ldb(), (long) k * n),
        new MatrixLayout(false, ldc(), (long) m * n),
        accumulate);
  }

  /** The same product with one A for the whole batch. */
  public Gemm sharingA() {
    return withA(new MatrixLayout(transA(), lda(), 0));
  }

  /** The same product with one B for the whole batch. */
  public Gemm sharingB() {
    return new Gemm(m, n, k, batch, a, new MatrixLayout(transB(), ldb(), 0), c, accumulate);
  }

  /** The same product of an A that lies otherwise. */
  public Gemm withA(MatrixLayout layout) {
    return new Gemm(m, n, k, batch, layout, b, c, accumulate);
  }

  /** The same product added to C, or not. */
  public Gemm accumulating(boolean added) {
    return new Gemm(m, n, k, batch, a, b, c, added);
  }

  public boolean transA() {
    return a.transposed();
  }

  public boolean transB() {
    return b.transposed();
  }

  /** Leading dimension of A, as BLAS calls it. */
  public int lda() {
    return a.leading();
  }

  /** Leading dimension of B. */
  public int ldb() {
    return b.leading();
  }

  /** Leading dimension of C. */
  public int ldc() {
    return c.leading();
  }
}
