package org.affectgpt.io.torch;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.StridedCopy;

/**
 * A tensor of an archive, over a storage that other tensors may share.
 *
 * @param dtype the number format
 * @param shape the dimensions; empty for a scalar
 * @param strides elements between neighbours along each dimension
 * @param data from the tensor's first element to the end of its last one, in the mapped file
 */
public record TorchTensor(
    TorchDtype dtype, List<Long> shape, List<Long> strides, MemorySegment data) {
  public TorchTensor {
    shape = List.copyOf(shape);
    strides = List.copyOf(strides);
  }

  /** The number format as files of any kind store it. */
  public StoredType type() {
    return dtype.type();
  }

  /** Whether the elements can be used as they lie; what is only listed is not put in order. */
  public boolean isContiguous() {
    return type() == StoredType.OTHER || StridedCopy.isContiguous(shape, strides);
  }

  /** The number of elements. */
  public long elements() {
    return shape.stream().reduce(1L, (a, b) -> a * b);
  }
}
