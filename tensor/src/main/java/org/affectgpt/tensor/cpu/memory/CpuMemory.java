package org.affectgpt.tensor.cpu.memory;

import org.affectgpt.tensor.dtype.DType;
import org.jspecify.annotations.Nullable;

/**
 * Where the arrays of F32, BF16, F16 and I32 tensors come from: inside a scope from what earlier
 * scopes gave back, else from the Java heap.
 */
public final class CpuMemory {
  private final ArrayPool<float[]> floats = new ArrayPool<>(float[]::new, a -> a.length);
  private final ArrayPool<short[]> halves = new ArrayPool<>(short[]::new, a -> a.length);
  private final ArrayPool<int[]> ints = new ArrayPool<>(int[]::new, a -> a.length);
  private final ThreadLocal<@Nullable CpuScope> innermost = new ThreadLocal<>();

  public CpuScope open() {
    CpuScope scope = new CpuScope(this, innermost.get());
    innermost.set(scope);
    return scope;
  }

  /** The innermost open scope of this thread. */
  @Nullable CpuScope innermost() {
    return innermost.get();
  }

  /** Makes an outer scope the innermost one again. */
  void innermost(@Nullable CpuScope scope) {
    if (scope == null) {
      innermost.remove();
    } else {
      innermost.set(scope);
    }
  }

  /** {@code n} arbitrary values. */
  public FloatArray floats(int n) {
    CpuScope scope = innermost.get();
    int lead = FloatArray.lead(n);
    int length = Math.addExact(n, lead);
    return scope == null
        ? new FloatArray(new float[length], lead)
        : new FloatArray(floats.take(length), lead, n, scope, floats);
  }

  /** {@code n} arbitrary values of BF16 or F16. */
  public HalfArray halves(DType dtype, int n) {
    CpuScope scope = innermost.get();
    return scope == null
        ? new HalfArray(dtype, n)
        : new HalfArray(dtype, halves.take(n), n, scope, halves);
  }

  /** {@code n} arbitrary values. */
  public IntArray ints(int n) {
    CpuScope scope = innermost.get();
    return scope == null ? new IntArray(new int[n]) : new IntArray(ints.take(n), n, scope, ints);
  }
}
