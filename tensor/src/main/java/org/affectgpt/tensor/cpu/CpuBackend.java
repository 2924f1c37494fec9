package org.affectgpt.tensor.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import org.affectgpt.tensor.backend.AttentionKernels;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.BackendOptions;
import org.affectgpt.tensor.backend.ConvolutionKernels;
import org.affectgpt.tensor.backend.ElementwiseKernels;
import org.affectgpt.tensor.backend.IndexKernels;
import org.affectgpt.tensor.backend.MatrixKernels;
import org.affectgpt.tensor.backend.MemoryFigures;
import org.affectgpt.tensor.backend.MemoryScope;
import org.affectgpt.tensor.backend.OptimizerKernels;
import org.affectgpt.tensor.backend.Roofs;
import org.affectgpt.tensor.backend.RowKernels;
import org.affectgpt.tensor.backend.Storage;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.attention.CpuAttention;
import org.affectgpt.tensor.cpu.convolution.CpuConvolution;
import org.affectgpt.tensor.cpu.elementwise.CpuElementwise;
import org.affectgpt.tensor.cpu.elementwise.CpuOptimizer;
import org.affectgpt.tensor.cpu.gemm.CpuMatrix;
import org.affectgpt.tensor.cpu.index.CpuIndex;
import org.affectgpt.tensor.cpu.memory.CpuMemory;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.HalfArray;
import org.affectgpt.tensor.cpu.memory.HeapArray;
import org.affectgpt.tensor.cpu.memory.IntSpan;
import org.affectgpt.tensor.cpu.memory.SegmentStorage;
import org.affectgpt.tensor.cpu.rows.CpuRows;
import org.affectgpt.tensor.cpu.threads.Chunks;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.cpu.vector.VectorWidth;
import org.affectgpt.tensor.cpu.weights.WeightReader;
import org.affectgpt.tensor.dtype.DType;

/**
 * The backend that every machine has: Vector API kernels on a pool of threads. F32, BF16, F16 and
 * I32 lie in heap arrays, which scopes reuse; weights in native memory, which is left to the
 * garbage collector.
 */
public final class CpuBackend implements Backend {
  private final Workers workers;
  private final CpuMemory memory = new CpuMemory();
  private final ElementwiseKernels elementwise;
  private final MatrixKernels matrix;
  private final AttentionKernels attention;
  private final ConvolutionKernels convolution;
  private final RowKernels rows;
  private final IndexKernels index;
  private final OptimizerKernels optimizer;

  private CpuBackend(Workers workers) {
    this.workers = workers;
    Chunks chunks = new Chunks(workers);
    elementwise = new CpuElementwise(chunks);
    matrix = new CpuMatrix(workers);
    attention = new CpuAttention(workers);
    convolution = new CpuConvolution(workers);
    rows = new CpuRows(chunks);
    index = new CpuIndex(chunks);
    optimizer = new CpuOptimizer(chunks, elementwise);
  }

  /** A backend that uses all cores. */
  public static CpuBackend create() {
    return create(Runtime.getRuntime().availableProcessors());
  }

  /**
   * @param threads number of threads, the caller included
   */
  public static CpuBackend create(int threads) {
    return new CpuBackend(new Workers(threads));
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public String description() {
    int n = workers.threads();
    return String.format(
        Locale.ROOT, "CPU, %s, %d thread%s", VectorWidth.description(), n, n == 1 ? "" : "s");
  }

  @Override
  public BackendOptions options() {
    return BackendOptions.of(workers.threads());
  }

  /** Of the Java heap, where all values but those of weights lie. */
  @Override
  public MemoryFigures memory() {
    Runtime heap = Runtime.getRuntime();
    return new MemoryFigures(heap.totalMemory() - heap.freeMemory(), heap.maxMemory());
  }

  @Override
  public void synchronize() {
    // kernels are done when their calls return
  }

  @Override
  public Storage weights(MemorySegment weights, DType dtype, long rows, int columns) {
    return new SegmentStorage(weights, dtype, Math.multiplyExact(rows, columns), columns);
  }

  @Override
  public Storage allocate(DType dtype, long length) {
    Storage storage = empty(dtype, length);
    if (storage instanceof HeapArray<?> array) {
      array.clear();
    }
    return storage;
  }

  @Override
  public Storage empty(DType dtype, long length) {
    return switch (dtype) {
      case F32 -> memory.floats(Math.toIntExact(length));
      case I32 -> memory.ints(Math.toIntExact(length));
      case BF16, F16 -> memory.halves(dtype, Math.toIntExact(length));
      case Q8_0, Q4_0, Q8_0_R64, Q4_0_R64 ->
          new SegmentStorage(Arena.ofAuto().allocate(dtype.bytes(length), 64), dtype, length);
    };
  }

  @Override
  public MemoryScope scope() {
    return memory.open();
  }

  @Override
  public void keepWith(Storage storage, Storage other) {
    if (storage instanceof HeapArray<?> array) {
      array.keepIn(other instanceof HeapArray<?> o ? o.scope() : null);
    }
  }

  @Override
  public void free(Storage storage) {
    if (storage instanceof HeapArray<?> array) {
      array.free();
    }
  }

  @Override
  public void upload(float[] source, int sourceOffset, View target, int length) {
    if (target.storage() instanceof HalfArray half) {
      half.write(new FloatSpan(source, sourceOffset), target.offset(), length);
      return;
    }
    FloatSpan t = FloatSpan.of(target);
    System.arraycopy(source, sourceOffset, t.data(), t.at(), length);
  }

  @Override
  public void upload(int[] source, int sourceOffset, View target, int length) {
    IntSpan t = IntSpan.of(target);
    System.arraycopy(source, sourceOffset, t.data(), t.at(), length);
  }

  @Override
  public void download(View source, float[] target, int targetOffset, int length) {
    WeightReader.read(source.storage(), source.offset(), length, target, targetOffset);
  }

  @Override
  public void download(View source, int[] target, int targetOffset, int length) {
    IntSpan s = IntSpan.of(source);
    System.arraycopy(s.data(), s.at(), target, targetOffset, length);
  }

  @Override
  public ElementwiseKernels elementwise() {
    return elementwise;
  }

  @Override
  public MatrixKernels matrix() {
    return matrix;
  }

  @Override
  public RowKernels rows() {
    return rows;
  }

  @Override
  public AttentionKernels attention() {
    return attention;
  }

  @Override
  public ConvolutionKernels convolution() {
    return convolution;
  }

  @Override
  public IndexKernels index() {
    return index;
  }

  @Override
  public OptimizerKernels optimizer() {
    return optimizer;
  }

  @Override
  public Roofs roofs() {
    return new CpuRoofs(workers);
  }

  @Override
  public void close() {
    workers.close();
  }
}
