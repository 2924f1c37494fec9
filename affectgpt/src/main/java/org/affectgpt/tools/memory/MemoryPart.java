package org.affectgpt.tools.memory;

/**
 * One thing that takes memory while a model runs.
 *
 * @param name for people, for example {@code KV cache}
 */
public record MemoryPart(String name, Place place, long bytes) {
  /** Where the bytes lie. */
  public enum Place {
    /** Pages of a mapped file; decoding reads all of them for every token. */
    MAPPED,
    /** The Java heap, which {@code -Xmx} bounds. */
    HEAP,
    /** The virtual machine itself and native libraries. */
    NATIVE
  }
}
