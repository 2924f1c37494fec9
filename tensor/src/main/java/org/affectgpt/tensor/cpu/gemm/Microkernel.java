package org.affectgpt.tensor.cpu.gemm;

import org.affectgpt.tensor.cpu.vector.VectorWidth;

/**
 * The innermost loops of every matrix product. The plain loop is
 *
 * <pre>
 *   for (int i = 0; i &lt; m; i++) {
 *     for (int j = 0; j &lt; n; j++) {
 *       for (int p = 0; p &lt; k; p++) {
 *         c[i][j] += a[i][p] * b[p][j];
 *       }
 *     }
 *   }
 * </pre>
 *
 * <p>and there are four ways to it: {@link BlockedProduct} for most shapes, {@link ThinProduct} for
 * a few rows of A and a transposed B on the heap, {@link StoredThinProduct} for the same with
 * stored weights, and for one row of A the {@link org.affectgpt.tensor.cpu.weights.WeightFormat}.
 *
 * <p>The idea: a tile of 6 rows by 4 vectors (2 where the machine has 16 registers, and at the
 * right edge) held in registers while {@code k} runs, after Goto and van de Geijn (2008). B comes
 * in packed panels: for each k, the tile's columns side by side. A comes either as its rows lie or
 * packed: for each k, the tile's 6 rows side by side.
 *
 * <p>Each kernel writes the full width and 6 rows: {@code c = a b}, or {@code c += a b} with {@code
 * add}. With fewer {@code rows} the last row is repeated, so that nothing outside A is read.
 *
 * <p>Loads and stores stand in the kernels themselves: a helper method would not be inlined into
 * methods of this size, and its vectors would be boxed.
 */
public final class Microkernel {
  private static final int LANES = VectorWidth.LANES;

  /** Rows of a tile. */
  public static final int ROWS = 6;

  /** Columns of a narrow tile. */
  static final int NARROW = 2 * LANES;

  /** Columns of a wide tile. */
  static final int WIDE = 4 * LANES;

  /** Columns of a full panel: 512-bit machines have 32 registers and take the wide tile. */
  public static final int PANEL = VectorWidth.bits() == 512 ? WIDE : NARROW;

  private Microkernel() {}
}
