package org.affectgpt.tensor.cpu.gemm;

import org.affectgpt.tensor.backend.Epilogue;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.MatrixKernels;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatArray;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.cpu.weights.WeightReader;
import org.affectgpt.tensor.dtype.DType;

/**
 * Matrix products on packed panels (Goto and van de Geijn 2008). The work is cut into tiles by its
 * size alone and k is never split over threads: any number of threads gives the same bits.
 */
public final class CpuMatrix implements MatrixKernels {
  private static final int DOT_ROWS = 8;
  private static final int DOT_DEPTH = 32;
  private static final int DEEP_DOT_ROWS = 32;
  private static final int DEEP_DOT_DEPTH = 512;
  private static final long ONE_THREAD = 1 << 19;
  private static final long ONE_ITEM = 1 << 24;

  private final Workers workers;

  public CpuMatrix(Workers workers) {
    this.workers = workers;
  }

  @Override
  public void gemm(Gemm dims, View a, View b, View c, Epilogue epilogue) {
    if (!(c.storage() instanceof FloatArray)) {
      throw new IllegalArgumentException("C must be F32 on the heap: " + c.dtype());
    }
    if (dims.m() == 0 || dims.n() == 0 || dims.batch() == 0) {
      return;
    }
    int rows = dims.transB() ? dims.n() : dims.k();
    int columns = dims.transB() ? dims.k() : dims.n();
    WeightReader.checkBlocks(b, rows, columns, rows == 1 ? columns : dims.ldb());
    TileEpilogue tiles = TileEpilogue.of(epilogue, dims, c);
    View heapA = a.storage() instanceof FloatArray ? a : copyOfA(dims, a);
    long work = (long) dims.m() * dims.n() * dims.k();
    if (dims.batch() == 1 || work >= ONE_ITEM) {
      for (int i = 0; i < dims.batch(); i++) {
        product(dims, i, heapA, b, c, tiles).run(work < ONE_THREAD ? null : workers);
      }
    } else if (work * dims.batch() < ONE_THREAD) {
      for (int i = 0; i < dims.batch(); i++) {
        product(dims, i, heapA, b, c, tiles).run(null);
      }
    } else {
      int items = (int) Math.max(1, Math.min(ONE_THREAD / 4 / Math.max(1, work), dims.batch()));
      workers.run(
          (dims.batch() + items - 1) / items,
          task -> {
            int end = Math.min(dims.batch(), (task + 1) * items);
            for (int i = task * items; i < end; i++) {
              product(dims, i, heapA, b, c, tiles).run(null);
            }
          });
    }
  }

  private static MatrixProduct product(
      Gemm d, int item, View a, View b, View c, TileEpilogue epilogue) {
    boolean few = d.m() <= DOT_ROWS && d.k() >= DOT_DEPTH;
    boolean deep = d.m() <= DEEP_DOT_ROWS && d.k() >= DEEP_DOT_DEPTH;
    boolean thin = d.transB() && !d.transA() && (few || deep);
    View itemA = a.plus(item * d.a().stride());
    View itemB = b.plus(item * d.b().stride());
    View itemC = c.plus(item * d.c().stride());
    if (!thin) {
      return new BlockedProduct(d, itemA, itemB, itemC, epilogue);
    }
    return b.storage() instanceof FloatArray
        ? new ThinProduct(d, itemA, itemB, itemC, epilogue)
        : new StoredThinProduct(d, itemA, itemB, itemC, epilogue);
  }

  private static View copyOfA(Gemm d, View a) {
    if (a.dtype() != DType.F32) {
      throw new IllegalArgumentException("A must be F32, is " + a.dtype());
    }
    long rows = d.transA() ? d.k() : d.m();
    long columns = d.transA() ? d.m() : d.k();
    int length = Math.toIntExact((d.batch() - 1) * d.a().stride() + (rows - 1) * d.lda() + columns);
    float[] copy = new float[Math.max(length, 0)];
    WeightReader.read(a.storage(), a.offset(), length, copy, 0);
    return new View(new FloatArray(copy), 0);
  }
}
