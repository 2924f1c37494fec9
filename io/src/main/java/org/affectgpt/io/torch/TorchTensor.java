package org.affectgpt.io.torch;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.StridedCopy;

/**
 * A tensor of an archive, over a storage that other tensors may share.
 *
 * @param type the number format
 * @param shape the dimensions; empty for a scalar
 * @param strides elements between neighbours along each dimension
 * @param data from the tensor's first element to the end of its last one, in the mapped file
 */
public record TorchTensor(
    StoredType type, List<Long> shape, List<Long> strides, MemorySegment data) {
  public TorchTensor {
    shape = List.copyOf(shape);
    strides = List.copyOf(strides);
  }

  /** Whether the elements can be used as they lie. */
  public boolean isContiguous() {
    return StridedCopy.isContiguous(shape, strides);
  }

  /** The number of elements. */
  public long elements() {
    return shape.stream().reduce(1L, (a, b) -> a * b);
  }
}
