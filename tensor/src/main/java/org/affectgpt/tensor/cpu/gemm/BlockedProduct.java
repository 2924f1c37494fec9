package org.affectgpt.tensor.cpu.gemm;

import static org.affectgpt.tensor.cpu.gemm.Microkernel.PANEL;
import static org.affectgpt.tensor.cpu.gemm.Microkernel.ROWS;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.Storage;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatArray;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.MatrixSpan;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.memory.SegmentStorage;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.cpu.weights.GroupFormat;
import org.affectgpt.tensor.cpu.weights.NativeBytes;
import org.affectgpt.tensor.cpu.weights.WeightFormat;
import org.jspecify.annotations.Nullable;

/**
 * One product in blocks: a block of B is packed into panels by all threads, then tiles of C are
 * handed out, each running through the whole depth of the block.
 */
final class BlockedProduct implements MatrixProduct {
  private static final Scratch PACKED_B = new Scratch();
  private static final Scratch PACKED_A = new Scratch();
  private static final Scratch DECODED = new Scratch();

  /** Depth of one pass over a tile: a panel of B this deep stays in the first-level cache. */
  private static final int DEPTH = 256;

  private static final int BLOCK_DEPTH = 8 * DEPTH;
  private static final int BLOCK_ELEMENTS = 1 << 21;
  private static final int SMALL_A = 1 << 17;
  private static final int TILE_ROWS = 16 * ROWS;
  private static final int TILE_PANELS = 4;
  private static final int ENOUGH_TASKS = 12;

  private final Gemm d;
  private final MatrixSpan a;
  private final Storage b;
  private final long bOffset;
  private final MatrixSpan c;
  private final TileEpilogue epilogue;

  /** A packed block of B: some columns, and of k {@code depth} from {@code from} on. */
  private record Block(float[] packed, int column, int columns, int from, int depth) {
    /** Floats of one step of k. */
    int padded() {
      return Panels.padded(columns);
    }
  }

  BlockedProduct(Gemm d, View a, View b, View c, TileEpilogue epilogue) {
    this.d = d;
    this.a = MatrixSpan.of(a, d.lda());
    this.b = b.storage();
    this.bOffset = b.offset();
    this.c = MatrixSpan.of(c, d.ldc());
    this.epilogue = epilogue;
  }

  @Override
  public void run(@Nullable Workers workers) {
    if (d.k() == 0) {
      for (int i = 0; i < d.m() && !d.accumulate(); i++) {
        startRow(i, 0, d.n());
      }
      epilogue.finish(c, d.m(), d.n());
      return;
    }
    if (small()) {
      int panels = Math.ceilDiv(d.n(), PANEL);
      MatrixProduct.tasks(workers, panels, task -> panel(task * PANEL));
      return;
    }
    int depth = Math.min(d.k(), BLOCK_DEPTH);
    int columns = Math.max(PANEL, BLOCK_ELEMENTS / depth / PANEL * PANEL);
    float[] packed = PACKED_B.get(Panels.padded(Math.min(columns, d.n())) * Math.min(depth, d.k()));
    for (int j = 0; j < d.n(); j += columns) {
      for (int p = 0; p < d.k(); p += depth) {
        block(
            workers,
            new Block(packed, j, Math.min(columns, d.n() - j), p, Math.min(depth, d.k() - p)));
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
    float[] packed = PACKED_B.get(width * d.k());
    for (int p = 0; p < d.k(); p += DEPTH) {
      FloatSpan to = new FloatSpan(packed, p * width);
      packPanel(to, column, columns, p, Math.min(DEPTH, d.k() - p));
    }
    tile(new Block(packed, column, columns, 0, d.k()), 0, d.m(), 0, columns);
  }

  private void block(@Nullable Workers workers, Block block) {
    int panels = (block.columns() + PANEL - 1) / PANEL;
    int passes = (block.depth() + DEPTH - 1) / DEPTH;
    MatrixProduct.tasks(
        workers,
        panels * passes,
        task -> pack(block, task / panels * DEPTH, task % panels * PANEL));
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
              block,
              row,
              Math.min(height, d.m() - row),
              offset,
              Math.min(width, block.columns() - offset));
        });
  }

  private int tasks(int tileRows, int tilePanels, int panels) {
    return (d.m() + tileRows - 1) / tileRows * ((panels + tilePanels - 1) / tilePanels);
  }

  /** Packs a panel of a block for one pass. */
  private void pack(Block block, int pass, int panel) {
    int depth = Math.min(DEPTH, block.depth() - pass);
    packPanel(
        new FloatSpan(block.packed(), pass * block.padded() + panel * depth),
        block.column() + panel,
        Math.min(PANEL, block.columns() - panel),
        block.from() + pass,
        depth);
  }

  /** Rows of C times {@code columns} of a block's columns from {@code offset} on. */
  private void tile(Block block, int row, int rows, int offset, int columns) {
    int column = block.column() + offset;
    boolean add = block.from() > 0 || d.accumulate();
    if (!add && epilogue.bias() != null) {
      for (int i = row; i < row + rows; i++) {
        startRow(i, column, columns);
      }
      add = true;
    }
    MatrixSpan to = c.from(row, column);
    for (int pass = 0; pass < block.depth(); pass += DEPTH) {
      int k = Math.min(DEPTH, block.depth() - pass);
      int from = block.from() + pass;
      FloatSpan panels = new FloatSpan(block.packed(), pass * block.padded() + offset * k);
      if (d.transA()) {
        FloatSpan packedA = FloatSpan.of(PACKED_A.get(TILE_ROWS * DEPTH));
        Panels.packTransposedA(a.from(from, row), k, rows, packedA);
        PanelProduct.multiplyPacked(packedA, panels, to, rows, columns, k, add);
      } else {
        PanelProduct.multiply(a.from(row, from), panels, to, rows, columns, k, add);
      }
      add = true;
    }
    if (block.from() + block.depth() == d.k()) {
      epilogue.finish(to, rows, columns);
    }
  }

  private void startRow(int row, int column, int columns) {
    int to = c.row(row) + column;
    float[] bias = epilogue.bias();
    if (bias == null) {
      Arrays.fill(c.data(), to, to + columns, 0f);
    } else {
      System.arraycopy(bias, column, c.data(), to, columns);
    }
  }

  private void packPanel(FloatSpan to, int column, int columns, int from, int k) {
    int ldb = d.ldb();
    if (b instanceof FloatArray array) {
      MatrixSpan matrix = new MatrixSpan(array.data(), array.index(bOffset), ldb);
      if (d.transB()) {
        Panels.packTransposed(matrix.from(column, from), k, columns, to);
      } else {
        Panels.pack(matrix.from(from, column), k, columns, to);
      }
      return;
    }
    WeightFormat format = WeightFormat.of(b.dtype());
    SegmentStorage w = (SegmentStorage) b;
    if (format instanceof GroupFormat groups) {
      packGroups(groups, w, to, column, columns, from, k);
      return;
    }
    int block = w.dtype().blockLength();
    float[] decoded = DECODED.get((PANEL + 2 * block) * DEPTH);
    if (d.transB()) {
      for (int j = 0; j < columns; j++) {
        format.read(
            w, bOffset + (long) (column + j) * ldb + from, k, new FloatSpan(decoded, j * k));
      }
      Panels.packTransposed(new MatrixSpan(decoded, 0, k), k, columns, to);
    } else {
      int lead = column % block;
      int span = Math.ceilDiv(lead + columns, block) * block;
      for (int p = 0; p < k; p++) {
        long at = bOffset + (long) (from + p) * ldb + column - lead;
        format.read(w, at, span, new FloatSpan(decoded, p * span));
      }
      Panels.pack(new MatrixSpan(decoded, lead, span), k, columns, to);
    }
  }

  private void packGroups(
      GroupFormat format,
      SegmentStorage w,
      FloatSpan to,
      int column,
      int columns,
      int from,
      int k) {
    if (d.transB()) {
      long group = address(w, column);
      if (PANEL == GroupFormat.ROWS) {
        format.decode(group, from, k, to);
      } else {
        float[] decoded = DECODED.get(GroupFormat.ROWS * DEPTH);
        format.decode(group, from, k, FloatSpan.of(decoded));
        int lead = column % GroupFormat.ROWS;
        Panels.pack(new MatrixSpan(decoded, lead, GroupFormat.ROWS), k, columns, to);
      }
    } else {
      int block = w.dtype().blockLength();
      int lead = column % block;
      int span = Math.ceilDiv(lead + columns, block) * block;
      float[] decoded = DECODED.get(GroupFormat.ROWS * (PANEL + 2 * block));
      int width = Panels.width(columns, 0);
      for (int p = 0; p < k; p += GroupFormat.ROWS) {
        format.decode(address(w, from + p), column - lead, span, FloatSpan.of(decoded));
        MatrixSpan rows = new MatrixSpan(decoded, lead * GroupFormat.ROWS, GroupFormat.ROWS);
        Panels.packTransposed(rows, GroupFormat.ROWS, columns, to.plus(p * width));
      }
    }
    Reference.reachabilityFence(w);
  }

  /** Where the group with this row of B begins. */
  private long address(SegmentStorage w, int row) {
    long group = (long) row / GroupFormat.ROWS * GroupFormat.ROWS;
    return NativeBytes.address(w, bOffset + group * d.ldb(), (long) GroupFormat.ROWS * w.columns());
  }
}
