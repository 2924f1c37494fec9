package org.affectgpt.tensor.cpu.gemm;

import static org.affectgpt.tensor.cpu.gemm.Microkernel.NARROW;
import static org.affectgpt.tensor.cpu.gemm.Microkernel.PANEL;
import static org.affectgpt.tensor.cpu.gemm.Microkernel.ROWS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.MatrixSpan;
import org.affectgpt.tensor.cpu.vector.RegisterTranspose;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/**
 * Packed operands: a block of k rows and n columns of B is cut into panels of {@link
 * Microkernel#PANEL} columns, the last one perhaps narrow, padded with zeros; each holds its
 * columns side by side for every k.
 */
public final class Panels {
  private Panels() {}

  /** Width of the panel that begins at column {@code from} of n. */
  public static int width(int n, int from) {
    return n - from <= NARROW ? NARROW : PANEL;
  }

  /** Columns after padding. */
  public static int padded(int n) {
    int full = n / PANEL * PANEL;
    return n == full ? n : full + width(n, full);
  }

  /** Packs a block of B that lies as {@code [k, n]}. */
  public static void pack(MatrixSpan b, int k, int n, FloatSpan out) {
    for (int j = 0; j < n; j += PANEL) {
      int width = width(n, j);
      int columns = Math.min(width, n - j);
      int to = out.at() + j * k;
      for (int p = 0; p < k; p++) {
        copyRow(b.data(), b.row(p) + j, columns, width, out.data(), to + p * width);
      }
    }
  }

  private static void copyRow(float[] b, int from, int columns, int width, float[] out, int to) {
    int j = 0;
    for (; j + VectorWidth.LANES <= columns; j += VectorWidth.LANES) {
      FloatVector.fromArray(VectorWidth.FLOATS, b, from + j).intoArray(out, to + j);
    }
    for (; j < columns; j++) {
      out[to + j] = b[from + j];
    }
    for (; j < width; j++) {
      out[to + j] = 0f;
    }
  }

  /** Packs a block of B that lies as {@code [n, k]}. */
  public static void packTransposed(MatrixSpan block, int k, int n, FloatSpan panels) {
    float[] b = block.data();
    int ldb = block.stride();
    float[] out = panels.data();
    for (int j = 0; j < n; j += PANEL) {
      int width = width(n, j);
      int to = panels.at() + j * k;
      int columns = Math.min(width, n - j);
      int i = 0;
      for (;
          VectorWidth.bits() == 512 && i + RegisterTranspose.ROWS <= columns;
          i += RegisterTranspose.ROWS) {
        int whole = k / RegisterTranspose.ROWS * RegisterTranspose.ROWS;
        int from = block.row(j + i);
        RegisterTranspose.rows(b, from, ldb, whole, out, to + i, width);
        for (int r = 0; r < RegisterTranspose.ROWS && whole < k; r++) {
          transposeOne(
              b, from + r * ldb + whole, k - whole, out, to + i + whole * width + r, width);
        }
      }
      for (; i + 4 <= columns; i += 4) {
        transposeFour(b, block.row(j + i), ldb, k, out, to + i, width);
      }
      for (; i < columns; i++) {
        transposeOne(b, block.row(j + i), k, out, to + i, width);
      }
      if (columns < width) {
        for (int p = 0; p < k; p++) {
          Arrays.fill(out, to + p * width + columns, to + (p + 1) * width, 0f);
        }
      }
    }
  }

  private static void transposeFour(
      float[] b, int from, int ldb, int k, float[] out, int to, int width) {
    int from1 = from + ldb;
    int from2 = from1 + ldb;
    int from3 = from2 + ldb;
    int at = to;
    for (int p = 0; p < k; p++) {
      out[at] = b[from + p];
      out[at + 1] = b[from1 + p];
      out[at + 2] = b[from2 + p];
      out[at + 3] = b[from3 + p];
      at += width;
    }
  }

  private static void transposeOne(float[] b, int from, int k, float[] out, int to, int width) {
    int at = to;
    for (int p = 0; p < k; p++) {
      out[at] = b[from + p];
      at += width;
    }
  }

  /**
   * Packs {@code rows} rows of A that lies as {@code [k, m]}: groups of six rows, each holding its
   * rows side by side for every k, padded with zeros.
   */
  public static void packTransposedA(MatrixSpan block, int k, int rows, FloatSpan packed) {
    float[] a = block.data();
    float[] out = packed.data();
    int i = 0;
    for (; i + ROWS <= rows; i += ROWS) {
      int to = packed.at() + i * k;
      for (int p = 0; p < k; p++) {
        int from = block.row(p) + i;
        int at = to + p * ROWS;
        out[at] = a[from];
        out[at + 1] = a[from + 1];
        out[at + 2] = a[from + 2];
        out[at + 3] = a[from + 3];
        out[at + 4] = a[from + 4];
        out[at + 5] = a[from + 5];
      }
    }
    if (i < rows) {
      int to = packed.at() + i * k;
      for (int p = 0; p < k; p++) {
        for (int r = 0; r < ROWS; r++) {
          out[to + p * ROWS + r] = i + r < rows ? a[block.row(p) + i + r] : 0f;
        }
      }
    }
  }
}
