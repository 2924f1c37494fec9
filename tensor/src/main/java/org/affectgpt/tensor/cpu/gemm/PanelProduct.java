package org.affectgpt.tensor.cpu.gemm;

import static org.affectgpt.tensor.cpu.gemm.Microkernel.NARROW;
import static org.affectgpt.tensor.cpu.gemm.Microkernel.PANEL;
import static org.affectgpt.tensor.cpu.gemm.Microkernel.ROWS;

import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.MatrixSpan;
import org.affectgpt.tensor.cpu.memory.Scratch;

/** Products of a few rows of A with packed panels of B on one thread, edges included. */
public final class PanelProduct {
  private static final Scratch EDGE = new Scratch();

  private PanelProduct() {}

  /**
   * {@code c = a b} or {@code c += a b}.
   *
   * @param a {@code [rows, depth]}, unpacked
   * @param panels {@code [depth, columns]} as {@link Panels} packs it
   */
  public static void multiply(
      MatrixSpan a, FloatSpan panels, MatrixSpan c, int rows, int columns, int depth, boolean add) {
    TileOperands tiles =
        new TileOperands(
            a.data(), a.stride(), false, panels.data(), c.data(), c.stride(), depth, add);
    multiply(tiles, a.at(), panels.at(), c.at(), rows, columns);
  }

  /** The same with A packed by {@link Panels#packTransposedA}. */
  public static void multiplyPacked(
      FloatSpan a, FloatSpan panels, MatrixSpan c, int rows, int columns, int depth, boolean add) {
    TileOperands tiles =
        new TileOperands(a.data(), depth, true, panels.data(), c.data(), c.stride(), depth, add);
    multiply(tiles, a.at(), panels.at(), c.at(), rows, columns);
  }

  private static void multiply(TileOperands tiles, int a0, int b0, int c0, int rows, int columns) {
    for (int j = 0; j < columns; j += PANEL) {
      int width = Panels.width(columns, j);
      int panel = b0 + j * tiles.k();
      boolean cut = columns - j < width;
      TileOperands edges =
          cut || rows % ROWS != 0 ? tiles.into(EDGE.get(ROWS * PANEL), width) : tiles;
      for (int i = 0; i < rows; i += ROWS) {
        int tileRows = Math.min(ROWS, rows - i);
        int from = a0 + i * tiles.lda();
        int to = c0 + i * tiles.ldc() + j;
        if (tileRows == ROWS && !cut) {
          tile(tiles, from, ROWS, panel, width, to);
        } else {
          tile(edges, from, tileRows, panel, width, 0);
          merge(edges.c(), width, tileRows, Math.min(width, columns - j), tiles, to);
        }
      }
    }
  }

  private static void tile(TileOperands tiles, int from, int rows, int panel, int width, int to) {
    if (tiles.packed()) {
      if (width == NARROW) {
        NarrowMicrokernel.packed(tiles, from, panel, to);
      } else {
        WideMicrokernel.packed(tiles, from, panel, to);
      }
    } else if (width == NARROW) {
      NarrowMicrokernel.unpacked(tiles, from, rows, panel, to);
    } else {
      WideMicrokernel.unpacked(tiles, from, rows, panel, to);
    }
  }

  /** Brings a tile at an edge to C. */
  private static void merge(
      float[] edge, int width, int rows, int columns, TileOperands tiles, int to) {
    for (int r = 0; r < rows; r++) {
      int from = r * width;
      int at = to + r * tiles.ldc();
      if (tiles.add()) {
        for (int j = 0; j < columns; j++) {
          tiles.c()[at + j] += edge[from + j];
        }
      } else {
        System.arraycopy(edge, from, tiles.c(), at, columns);
      }
    }
  }
}
