package org.affectgpt.io.safetensors;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** Writes one tensor's little-endian bytes, in as many pieces as it likes. */
@FunctionalInterface
public interface TensorContent {
  /**
   * Writes all bytes from the channel's position on and leaves the position after them. Pieces may
   * be written at their own positions, in any order and by several threads.
   */
  void writeTo(FileChannel channel) throws IOException;
}
