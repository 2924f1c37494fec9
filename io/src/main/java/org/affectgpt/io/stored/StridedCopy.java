package org.affectgpt.io.stored;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;

/**
 * Row-major copies of tensors whose elements lie in another order: transposed, sliced, repeated.
 */
public final class StridedCopy {
  private StridedCopy() {}

  /** Whether elements lie one after another in row-major order; dimensions of 1 do not matter. */
  public static boolean isContiguous(List<Long> shape, List<Long> strides) {
    long expected = 1;
    for (int i = shape.size() - 1; i >= 0; i--) {
      if (shape.get(i) == 0) {
        return true;
      }
      if (shape.get(i) != 1 && strides.get(i) != expected) {
        return false;
      }
      expected *= shape.get(i);
    }
    return true;
  }

  /**
   * Copies to row-major order.
   *
   * @param source begins at the tensor's first element; all elements must lie within it
   * @param strides elements between neighbours along each dimension
   * @param bytes of an element
   */
  public static MemorySegment copy(
      SegmentAllocator allocator,
      MemorySegment source,
      List<Long> shape,
      List<Long> strides,
      int bytes) {
    long elements = shape.stream().reduce(1L, Math::multiplyExact);
    MemorySegment target = allocator.allocate(Math.multiplyExact(elements, (long) bytes), 64);
    int rank = shape.size();
    if (elements == 0) {
      return target;
    }
    long[] index = new long[rank];
    long from = 0;
    for (long to = 0; to < elements; to++) {
      MemorySegment.copy(source, from * bytes, target, to * bytes, bytes);
      for (int d = rank - 1; d >= 0; d--) {
        from += strides.get(d);
        if (++index[d] < shape.get(d)) {
          break;
        }
        from -= strides.get(d) * shape.get(d);
        index[d] = 0;
      }
    }
    return target;
  }
}
