package org.affectgpt.tensor.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.cpu.vector.VectorWidth;
import org.affectgpt.tensor.cpu.weights.NativeBytes;

/**
 * How fast this machine reads memory: the bound of every product with one row. A pass sums more
 * than any cache holds with all threads, each of which reads four streams far apart, which is
 * faster than one.
 */
final class ReadBandwidth {
  /** What is read where nothing else is given: more than half a gigabyte. */
  private static final long BYTES = 576L << 20;

  private static final int CHUNK = 1 << 20;

  private final Workers workers;
  private final MemorySegment memory;
  private final float[] sums;

  ReadBandwidth(Workers workers) {
    this(workers, Arena.ofAuto().allocate(BYTES, 4096));
  }

  /**
   * @param memory what is read: native, and several times as large as the caches to mean anything
   */
  ReadBandwidth(Workers workers, MemorySegment memory) {
    this.workers = workers;
    this.memory = memory;
    sums = new float[Math.toIntExact(memory.byteSize() / CHUNK)];
  }

  /** Bytes that a pass reads: whole mebibytes. */
  long bytes() {
    return (long) sums.length * CHUNK;
  }

  /** Reads everything once; the caller holds the clock. */
  void pass() {
    long at = memory.address();
    workers.run(sums.length, i -> sums[i] = sum(at + (long) i * CHUNK));
  }

  private static float sum(long from) {
    int step = VectorWidth.LANES * Float.BYTES;
    int quarter = CHUNK / 4;
    long base = NativeBytes.base(from);
    FloatVector s0 = FloatVector.zero(VectorWidth.FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int i = 0; i < quarter; i += step) {
      s0 = s0.add(floats(base + i));
      s1 = s1.add(floats(base + i + quarter));
      s2 = s2.add(floats(base + i + 2 * quarter));
      s3 = s3.add(floats(base + i + 3 * quarter));
    }
    return VectorWidth.sum(s0.add(s1).add(s2.add(s3)));
  }

  private static FloatVector floats(long at) {
    return FloatVector.fromMemorySegment(
        VectorWidth.FLOATS, NativeBytes.ALL, at, NativeBytes.ORDER);
  }
}
