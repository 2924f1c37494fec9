package org.affectgpt.io.stored;

import java.lang.foreign.MemorySegment;

/** Widens one whole block of a block format to floats. */
@FunctionalInterface
interface BlockDecoder {
  /**
   * @param data holds the block's bytes from {@code at} on
   * @param target receives the block's values from {@code to} on
   */
  void decode(MemorySegment data, long at, float[] target, int to);
}
