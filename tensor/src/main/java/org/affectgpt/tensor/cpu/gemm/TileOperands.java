package org.affectgpt.tensor.cpu.gemm;

/**
 * What the tiles of one product have in common.
 *
 * @param a the array of A
 * @param lda elements between rows of A; where A is packed, {@code k}
 * @param packed whether the 6 rows of a tile of A lie side by side for every k
 * @param b the array of B's panels
 * @param c the array of C
 * @param ldc elements between rows of C
 * @param k the summed dimension
 * @param add whether the products are added to C
 */
record TileOperands(
    float[] a, int lda, boolean packed, float[] b, float[] c, int ldc, int k, boolean add) {
  /** The same tiles written to a buffer of {@code width} columns. */
  TileOperands into(float[] buffer, int width) {
    return new TileOperands(a, lda, packed, b, buffer, width, k, false);
  }
}
