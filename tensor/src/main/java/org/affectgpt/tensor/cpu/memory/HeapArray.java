package org.affectgpt.tensor.cpu.memory;

import org.affectgpt.tensor.backend.Storage;
import org.jspecify.annotations.Nullable;

/**
 * Values in a heap array. An array that a scope lent goes back to its pool once, and this storage
 * lets go of it then: whoever comes later gets an exception and never the numbers of another step.
 *
 * @param <A> the type of the array
 */
public abstract sealed class HeapArray<A> implements Storage
    permits FloatArray, HalfArray, IntArray {
  private final int length;
  private final @Nullable ArrayPool<A> pool;
  private @Nullable CpuScope scope;
  private @Nullable A data;

  /** Memory that belongs to the garbage collector. */
  HeapArray(A data, int length) {
    this.data = data;
    this.length = length;
    this.pool = null;
  }

  /** Memory that {@code scope} gives back to {@code pool}. */
  HeapArray(A data, int length, CpuScope scope, ArrayPool<A> pool) {
    this.data = data;
    this.length = length;
    this.pool = pool;
    this.scope = scope;
    scope.add(this);
  }

  /** The array that holds the values, and may be longer. */
  public final A data() {
    A array = data;
    if (array == null) {
      throw new IllegalStateException(
          "the memory of this tensor was given back when its step ended; read its values before, or"
              + " keep it with a tensor that lives longer");
    }
    return array;
  }

  /** Index in {@link #data} of the element at {@code offset}. */
  public int index(long offset) {
    return Math.toIntExact(offset);
  }

  @Override
  public final long length() {
    return length;
  }

  /** Fills memory that was lent with zeros; the garbage collector's begins so. */
  public final void clear() {
    if (pool != null) {
      zero(data());
    }
  }

  /** Overwrites the values of this storage with zeros. */
  abstract void zero(A array);

  /**
   * Overwrites all of an array that is given back with values that no kernel can take for its own.
   */
  abstract void spoil(A array);

  private boolean spoiled(A array) {
    spoil(array);
    return true;
  }

  /** The scope that gives this memory back; null when none does. */
  public final @Nullable CpuScope scope() {
    return scope;
  }

  /** Moves to {@code other}, unless that closes before the present scope does. */
  public final void keepIn(@Nullable CpuScope other) {
    CpuScope own = scope;
    if (own == null || other != null && other.depth() >= own.depth()) {
      return;
    }
    data();
    scope = other;
    if (other != null) {
      other.add(this);
    }
  }

  /** Gives the array back, if it came from a pool and has not been given back yet. */
  public final void free() {
    A array = data;
    if (pool != null && array != null) {
      // a kernel that reads memory before it writes it shows itself in every test with a scope
      assert spoiled(array);
      data = null;
      scope = null;
      pool.give(array);
    }
  }
}
