package org.affectgpt.tensor.cpu.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.affectgpt.tensor.backend.Storage;
import org.affectgpt.tensor.dtype.DType;

/**
 * Values of any type in native memory, little-endian: the mapped weights of a file, used in place.
 * They may lie at any byte address. Bytes on the heap are copied.
 *
 * @param length number of elements
 * @param columns elements of a row; needed by the types with rows side by side only, else any
 */
public record SegmentStorage(MemorySegment segment, DType dtype, long length, int columns)
    implements Storage {
  public SegmentStorage {
    if (segment.byteSize() < dtype.bytes(length)) {
      throw new IllegalArgumentException(
          length + " " + dtype + " elements in " + segment.byteSize() + " bytes");
    }
    if (dtype.rowGroup() > 1
        && (columns <= 0
            || columns % dtype.blockLength() != 0
            || length % ((long) dtype.rowGroup() * columns) != 0)) {
      throw new IllegalArgumentException(
          length + " elements do not fill groups of " + dtype.rowGroup() + " rows of " + columns);
    }
    if (!segment.isNative()) {
      segment = Arena.ofAuto().allocate(Math.max(1, segment.byteSize()), 64).copyFrom(segment);
    }
  }

  /** Values of a type whose rows lie one by one. */
  public SegmentStorage(MemorySegment segment, DType dtype, long length) {
    this(segment, dtype, length, 0);
  }
}
