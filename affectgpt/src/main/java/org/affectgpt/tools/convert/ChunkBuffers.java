package org.affectgpt.tools.convert;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Scratch memory of the threads that encode: as many buffers as threads, used over and over. */
final class ChunkBuffers {
  /** Elements of a chunk: a megabyte of floats, and whole blocks of every format. */
  static final int ELEMENTS = 1 << 18;

  private final Arena arena;
  private final ConcurrentLinkedQueue<Chunk> free = new ConcurrentLinkedQueue<>();

  /** Floats, and the bytes they become. */
  record Chunk(float[] values, short[] halves, MemorySegment bytes) {}

  /**
   * @param arena owns the buffers; must allow several threads
   */
  ChunkBuffers(Arena arena) {
    this.arena = arena;
  }

  /**
   * A free buffer.
   *
   * @param elements more than {@link #ELEMENTS} only for one row that is longer
   */
  Chunk take(int elements) {
    Chunk chunk = free.poll();
    if (chunk != null && chunk.values.length >= elements) {
      return chunk;
    }
    int n = Math.max(elements, ELEMENTS);
    return new Chunk(new float[n], new short[n], arena.allocate(4L * n, 64));
  }

  void give(Chunk chunk) {
    free.add(chunk);
  }
}
