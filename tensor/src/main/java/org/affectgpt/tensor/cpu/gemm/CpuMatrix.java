package org.affectgpt.tensor.cpu.gemm;

import org.affectgpt.tensor.backend.Epilogue;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.MatrixKernels;
import org.affectgpt.tensor.backend.MatrixLayout;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatArray;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.HalfArray;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.cpu.weights.WeightReader;

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
    if (c.storage() instanceof HalfArray target) {
      rounded(dims, a, b, c, target, epilogue);
      return;
    }
    if (!(c.storage() instanceof FloatArray)) {
      throw new IllegalArgumentException("C must be F32, BF16 or F16 on the heap: " + c.dtype());
    }
    if (dims.m() == 0 || dims.n() == 0 || dims.batch() == 0) {
      return;
    }
    int rows = dims.transB() ? dims.n() : dims.k();
    int columns = dims.transB() ? dims.k() : dims.n();
    WeightReader.checkBlocks(b, rows, columns, rows == 1 ? columns : dims.ldb());
    TileEpilogue tiles = TileEpilogue.of(epilogue, dims, c);
    View heapA = heapA(dims, a);
    View wideB = wideB(dims, b);
    long work = (long) dims.m() * dims.n() * dims.k();
    if (dims.batch() == 1 || work >= ONE_ITEM) {
      for (int i = 0; i < dims.batch(); i++) {
        product(dims, i, heapA, wideB, c, tiles).run(work < ONE_THREAD ? null : workers);
      }
    } else if (work * dims.batch() < ONE_THREAD) {
      for (int i = 0; i < dims.batch(); i++) {
        product(dims, i, heapA, wideB, c, tiles).run(null);
      }
    } else {
      int items = (int) Math.max(1, Math.min(ONE_THREAD / 4 / Math.max(1, work), dims.batch()));
      workers.run(
          (dims.batch() + items - 1) / items,
          task -> {
            int end = Math.min(dims.batch(), (task + 1) * items);
            for (int i = task * items; i < end; i++) {
              product(dims, i, heapA, wideB, c, tiles).run(null);
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

  /** Sums and epilogue in F32; every value of C is rounded once. */
  private void rounded(Gemm d, View a, View b, View c, HalfArray target, Epilogue epilogue) {
    if (d.accumulate()) {
      throw new IllegalArgumentException("sums are added up in F32, not in " + c.dtype());
    }
    MatrixLayout lies = d.c();
    int extent = Math.toIntExact(lies.extent(d.batch(), d.m(), d.n()));
    FloatSpan sums = FloatSpan.of(new float[extent]);
    gemm(d, a, b, new View(new FloatArray(sums.data()), 0), epilogue);
    for (int i = 0; i < d.batch(); i++) {
      for (int r = 0; r < d.m(); r++) {
        int at = Math.toIntExact(i * lies.stride() + (long) r * lies.leading());
        target.write(sums.plus(at), c.offset() + at, d.n());
      }
    }
  }

  private static View heapA(Gemm d, View a) {
    if (a.dtype().blockLength() > 1) {
      throw new IllegalArgumentException("A must be F32, BF16 or F16, is " + a.dtype());
    }
    int rows = d.transA() ? d.k() : d.m();
    int columns = d.transA() ? d.m() : d.k();
    return WeightReader.widened(a, d.a().extent(d.batch(), rows, columns));
  }

  /** Weights are widened block by block; activations in 16 bits, which are few, at once. */
  private static View wideB(Gemm d, View b) {
    if (!(b.storage() instanceof HalfArray)) {
      return b;
    }
    int rows = d.transB() ? d.n() : d.k();
    int columns = d.transB() ? d.k() : d.n();
    return WeightReader.widened(b, d.b().extent(d.batch(), rows, columns));
  }
}
