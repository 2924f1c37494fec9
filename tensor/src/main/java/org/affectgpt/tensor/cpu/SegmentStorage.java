package org.affectgpt.tensor.cpu;

import java.lang.foreign.MemorySegment;
import org.affectgpt.tensor.DType;
import org.affectgpt.tensor.backend.Storage;

/**
 * Values of any type in native memory, little-endian: the mapped weights of a file, used in place.
 *
 * @param length number of elements
 */
public record SegmentStorage(MemorySegment segment, DType dtype, long length) implements Storage {
  public SegmentStorage {
    if (segment.byteSize() < dtype.bytes(length)) {
      throw new IllegalArgumentException(
          length + " " + dtype + " elements in " + segment.byteSize() + " bytes");
    }
  }
}
