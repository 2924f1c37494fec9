package org.affectgpt.tensor.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.affectgpt.tensor.DType;
import org.affectgpt.tensor.backend.Storage;

/**
 * Values of any type in native memory, little-endian: the mapped weights of a file, used in place.
 * They may lie at any byte address. Bytes on the heap are copied.
 *
 * @param length number of elements
 */
public record SegmentStorage(MemorySegment segment, DType dtype, long length) implements Storage {
  public SegmentStorage {
    if (segment.byteSize() < dtype.bytes(length)) {
      throw new IllegalArgumentException(
          length + " " + dtype + " elements in " + segment.byteSize() + " bytes");
    }
    if (!segment.isNative()) {
      segment = Arena.ofAuto().allocate(Math.max(1, segment.byteSize()), 64).copyFrom(segment);
    }
  }
}
