package org.affectgpt.tensor.cpu.gemm;

import static org.affectgpt.tensor.cpu.gemm.Microkernel.PANEL;
import static org.affectgpt.tensor.cpu.gemm.Microkernel.ROWS;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.Storage;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatArray;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.memory.SegmentStorage;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.cpu.weights.NativeBytes;
import org.affectgpt.tensor.cpu.weights.RowGroups;
import org.affectgpt.tensor.cpu.weights.WeightReader;
import org.jspecify.annotations.Nullable;

/**
 * One product in blocks: a block of B is packed into panels by all threads, then tiles of C are
 * handed out, each running through the whole depth of the block.
 */
public final class BlockedProduct implements MatrixProduct {
  /** Depth of one pass over a tile: a panel of B this deep stays in the first-level cache. */
  private static final int DEPTH = 256;

  private static final int BLOCK_DEPTH = 8 * DEPTH;
  private static final int BLOCK_ELEMENTS = 1 << 21;
  private static final int SMALL_A = 1 << 17;
  private static final int TILE_ROWS = 16 * ROWS;
  private static final int TILE_PANELS = 4;
  private static final int ENOUGH_TASKS = 12;

  private final Gemm d;
  private final float[] a;
  private final int aOffset;
  private final Storage b;
  private final long bOffset;
  private final float[] c;
  private final int cOffset;
  private final TileEpilogue epilogue;

  BlockedProduct(Gemm d, View a, View b, View c, TileEpilogue epilogue) {
    this.d = d;
    this.a = FloatArray.of(a).data();
    this.aOffset = FloatArray.of(a).index(a.offset());
    this.b = b.storage();
    this.bOffset = b.offset();
    this.c = FloatArray.of(c).data();
    this.cOffset = FloatArray.of(c).index(c.offset());
    this.epilogue = epilogue;
  }

  @Override
  public void run(@Nullable Workers workers) {
    if (d.k() == 0) {
      for (int i = 0; i < d.m() && !d.accumulate(); i++) {
        startRow(i, 0, d.n());
      }
      epilogue.finish(c, cOffset, d.ldc(), d.m(), d.n());
      return;
    }
    if (small()) {
      int panels = Math.ceilDiv(d.n(), PANEL);
      MatrixProduct.tasks(workers, panels, task -> panel(task * PANEL));
      return;
    }
    int depth = Math.min(d.k(), BLOCK_DEPTH);
    int columns = Math.max(PANEL, BLOCK_ELEMENTS / depth / PANEL * PANEL);
    float[] packed =
        Scratch.get(
            Scratch.Slot.PACKED_B,
            Panels.padded(Math.min(columns, d.n())) * Math.min(depth, d.k()));
    for (int j = 0; j < d.n(); j += columns) {
      for (int p = 0; p < d.k(); p += depth) {
        block(workers, packed, j, Math.min(columns, d.n() - j), p, Math.min(depth, d.k() - p));
      }
    }
  }

  /** Whether A is so small that every thread may read it for each panel that it packs itself. */
  private boolean small() {
    int panels = Math.ceilDiv(d.n(), PANEL);
    return !d.transA()
        && d.k() <= BLOCK_DEPTH
        && (long) d.m() * d.k() <= SMALL_A
        && (panels >= ENOUGH_TASKS || panels % 2 == 0);
  }

  /** A small product's columns from {@code column} on: nobody waits for another's packing. */
  private void panel(int column) {
    int columns = Math.min(PANEL, d.n() - column);
    int width = Panels.padded(columns);
    float[] packed = Scratch.get(Scratch.Slot.PACKED_B, width * d.k());
    for (int p = 0; p < d.k(); p += DEPTH) {
      packPanel(packed, p * width, column, columns, p, Math.min(DEPTH, d.k() - p));
    }
    tile(packed, width, 0, d.m(), column, 0, columns, 0, d.k());
  }

  private void block(
      @Nullable Workers workers, float[] packed, int column, int columns, int from, int depth) {
    int panels = (columns + PANEL - 1) / PANEL;
    int passes = (depth + DEPTH - 1) / DEPTH;
    MatrixProduct.tasks(
        workers,
        panels * passes,
        task -> {
          int pass = task / panels * DEPTH;
          int panel = task % panels * PANEL;
          packPanel(
              packed,
              pass * Panels.padded(columns) + panel * Math.min(DEPTH, depth - pass),
              column + panel,
              Math.min(PANEL, columns - panel),
              from + pass,
              Math.min(DEPTH, depth - pass));
        });
    int tileRows = Math.min(TILE_ROWS, (d.m() + ROWS - 1) / ROWS * ROWS);
    // A transposed A is packed once for each tile, so there tiles rather lose rows than columns.
    int tilePanels = d.transA() ? panels : Math.min(TILE_PANELS, panels);
    while (!d.transA() && tilePanels > 1 && tasks(tileRows, tilePanels, panels) < ENOUGH_TASKS) {
      tilePanels = (tilePanels + 1) / 2;
    }
    while (tileRows > 4 * ROWS && tasks(tileRows, tilePanels, panels) < ENOUGH_TASKS) {
      tileRows = (tileRows / ROWS + 1) / 2 * ROWS;
    }
    while (tilePanels > 1 && tasks(tileRows, tilePanels, panels) < ENOUGH_TASKS / 2) {
      tilePanels = (tilePanels + 1) / 2;
    }
    int rowTiles = (d.m() + tileRows - 1) / tileRows;
    int height = tileRows;
    int width = tilePanels * PANEL;
    MatrixProduct.tasks(
        workers,
        tasks(tileRows, tilePanels, panels),
        task -> {
          int row = task % rowTiles * height;
          int offset = task / rowTiles * width;
          tile(
              packed,
              Panels.padded(columns),
              row,
              Math.min(height, d.m() - row),
              column + offset,
              offset,
              Math.min(width, columns - offset),
              from,
              depth);
        });
  }

  private int tasks(int tileRows, int tilePanels, int panels) {
    return (d.m() + tileRows - 1) / tileRows * ((panels + tilePanels - 1) / tilePanels);
  }

  private void tile(
      float[] packed,
      int paddedColumns,
      int row,
      int rows,
      int column,
      int offset,
      int columns,
      int from,
      int depth) {
    boolean add = from > 0 || d.accumulate();
    if (!add && epilogue.bias() != null) {
      for (int i = row; i < row + rows; i++) {
        startRow(i, column, columns);
      }
      add = true;
    }
    int to = cOffset + row * d.ldc() + column;
    for (int pass = 0; pass < depth; pass += DEPTH) {
      int k = Math.min(DEPTH, depth - pass);
      int panels = pass * paddedColumns + offset * k;
      if (d.transA()) {
        float[] packedA = Scratch.get(Scratch.Slot.PACKED_A, TILE_ROWS * DEPTH);
        int at = aOffset + (from + pass) * d.lda() + row;
        Panels.packTransposedA(a, at, d.lda(), k, rows, packedA, 0);
        PanelProduct.multiplyPacked(
            packedA, 0, rows, packed, panels, k, columns, c, to, d.ldc(), add);
      } else {
        int at = aOffset + row * d.lda() + from + pass;
        PanelProduct.multiply(
            a, at, d.lda(), rows, packed, panels, k, columns, c, to, d.ldc(), add);
      }
      add = true;
    }
    if (from + depth == d.k()) {
      epilogue.finish(c, to, d.ldc(), rows, columns);
    }
  }

  private void startRow(int row, int column, int columns) {
    int to = cOffset + row * d.ldc() + column;
    float[] bias = epilogue.bias();
    if (bias == null) {
      Arrays.fill(c, to, to + columns, 0f);
    } else {
      System.arraycopy(bias, column, c, to, columns);
    }
  }

  private void packPanel(float[] packed, int to, int column, int columns, int from, int k) {
    int ldb = d.ldb();
    if (b instanceof FloatArray array) {
      int origin = array.index(bOffset);
      if (d.transB()) {
        Panels.packTransposed(
            array.data(), origin + column * ldb + from, ldb, k, columns, packed, to);
      } else {
        Panels.pack(array.data(), origin + from * ldb + column, ldb, k, columns, packed, to);
      }
      return;
    }
    if (RowGroups.has(b.dtype())) {
      packGroups((SegmentStorage) b, packed, to, column, columns, from, k);
      return;
    }
    int block = b.dtype().blockLength();
    float[] decoded = Scratch.get(Scratch.Slot.DECODED, (PANEL + 2 * block) * DEPTH);
    if (d.transB()) {
      for (int j = 0; j < columns; j++) {
        WeightReader.read(b, bOffset + (long) (column + j) * ldb + from, k, decoded, j * k);
      }
      Panels.packTransposed(decoded, 0, k, k, columns, packed, to);
    } else {
      int lead = column % block;
      int span = Math.ceilDiv(lead + columns, block) * block;
      for (int p = 0; p < k; p++) {
        long at = bOffset + (long) (from + p) * ldb + column - lead;
        WeightReader.read(b, at, span, decoded, p * span);
      }
      Panels.pack(decoded, lead, span, k, columns, packed, to);
    }
  }

  private void packGroups(
      SegmentStorage w, float[] packed, int to, int column, int columns, int from, int k) {
    if (d.transB()) {
      long group = address(w, column);
      if (PANEL == RowGroups.ROWS) {
        RowGroups.decode(w.dtype(), group, from, k, packed, to);
      } else {
        float[] decoded = Scratch.get(Scratch.Slot.DECODED, RowGroups.ROWS * DEPTH);
        RowGroups.decode(w.dtype(), group, from, k, decoded, 0);
        int lead = column % RowGroups.ROWS;
        Panels.pack(decoded, lead, RowGroups.ROWS, k, columns, packed, to);
      }
    } else {
      int block = w.dtype().blockLength();
      int lead = column % block;
      int span = Math.ceilDiv(lead + columns, block) * block;
      float[] decoded = Scratch.get(Scratch.Slot.DECODED, RowGroups.ROWS * (PANEL + 2 * block));
      int width = Panels.width(columns, 0);
      for (int p = 0; p < k; p += RowGroups.ROWS) {
        RowGroups.decode(w.dtype(), address(w, from + p), column - lead, span, decoded, 0);
        int at = lead * RowGroups.ROWS;
        Panels.packTransposed(
            decoded, at, RowGroups.ROWS, RowGroups.ROWS, columns, packed, to + p * width);
      }
    }
    Reference.reachabilityFence(w);
  }

  /** Where the group with this row of B begins. */
  private long address(SegmentStorage w, int row) {
    long group = (long) row / RowGroups.ROWS * RowGroups.ROWS;
    return NativeBytes.address(w, bOffset + group * d.ldb(), (long) RowGroups.ROWS * w.columns());
  }
}
