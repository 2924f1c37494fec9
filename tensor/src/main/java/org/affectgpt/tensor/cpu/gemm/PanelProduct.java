package org.affectgpt.tensor.cpu.gemm;

import static org.affectgpt.tensor.cpu.gemm.Microkernel.NARROW;
import static org.affectgpt.tensor.cpu.gemm.Microkernel.PANEL;
import static org.affectgpt.tensor.cpu.gemm.Microkernel.ROWS;

import org.affectgpt.tensor.cpu.memory.Scratch;

/** Products of a few rows of A with packed panels of B on one thread, edges included. */
public final class PanelProduct {
  private PanelProduct() {}

  /**
   * {@code c = a b} or {@code c += a b} for A of {@code [rows, k]} as it lies and the n columns of
   * B packed at {@code bOffset}.
   */
  public static void multiply(
      float[] a,
      int aOffset,
      int lda,
      int rows,
      float[] b,
      int bOffset,
      int k,
      int n,
      float[] c,
      int cOffset,
      int ldc,
      boolean add) {
    float[] edge = Scratch.get(Scratch.Slot.EDGE_TILE, ROWS * PANEL);
    for (int j = 0; j < n; j += PANEL) {
      int width = Panels.width(n, j);
      int panel = bOffset + j * k;
      for (int i = 0; i < rows; i += ROWS) {
        int tileRows = Math.min(ROWS, rows - i);
        int from = aOffset + i * lda;
        int to = cOffset + i * ldc + j;
        if (tileRows == ROWS && n - j >= width) {
          tile(a, from, lda, ROWS, b, panel, k, width, c, to, ldc, add);
        } else {
          tile(a, from, lda, tileRows, b, panel, k, width, edge, 0, width, false);
          merge(edge, width, tileRows, Math.min(width, n - j), c, to, ldc, add);
        }
      }
    }
  }

  /** The same with A packed by {@link Panels#packTransposedA}. */
  public static void multiplyPacked(
      float[] a,
      int aOffset,
      int rows,
      float[] b,
      int bOffset,
      int k,
      int n,
      float[] c,
      int cOffset,
      int ldc,
      boolean add) {
    float[] edge = Scratch.get(Scratch.Slot.EDGE_TILE, ROWS * PANEL);
    for (int j = 0; j < n; j += PANEL) {
      int width = Panels.width(n, j);
      int panel = bOffset + j * k;
      for (int i = 0; i < rows; i += ROWS) {
        int tileRows = Math.min(ROWS, rows - i);
        int from = aOffset + i * k;
        int to = cOffset + i * ldc + j;
        if (tileRows == ROWS && n - j >= width) {
          packedTile(a, from, b, panel, k, width, c, to, ldc, add);
        } else {
          packedTile(a, from, b, panel, k, width, edge, 0, width, false);
          merge(edge, width, tileRows, Math.min(width, n - j), c, to, ldc, add);
        }
      }
    }
  }

  private static void tile(
      float[] a,
      int from,
      int lda,
      int rows,
      float[] b,
      int panel,
      int k,
      int width,
      float[] c,
      int to,
      int ldc,
      boolean add) {
    if (width == NARROW) {
      NarrowMicrokernel.asItLies(a, from, lda, rows, b, panel, k, c, to, ldc, add);
    } else {
      WideMicrokernel.asItLies(a, from, lda, rows, b, panel, k, c, to, ldc, add);
    }
  }

  private static void packedTile(
      float[] a,
      int from,
      float[] b,
      int panel,
      int k,
      int width,
      float[] c,
      int to,
      int ldc,
      boolean add) {
    if (width == NARROW) {
      NarrowMicrokernel.packed(a, from, b, panel, k, c, to, ldc, add);
    } else {
      WideMicrokernel.packed(a, from, b, panel, k, c, to, ldc, add);
    }
  }

  private static void merge(
      float[] tile, int width, int rows, int columns, float[] c, int to, int ldc, boolean add) {
    for (int r = 0; r < rows; r++) {
      int from = r * width;
      int at = to + r * ldc;
      if (add) {
        for (int j = 0; j < columns; j++) {
          c[at + j] += tile[from + j];
        }
      } else {
        System.arraycopy(tile, from, c, at, columns);
      }
    }
  }
}
