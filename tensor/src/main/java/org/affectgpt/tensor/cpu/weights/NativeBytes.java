package org.affectgpt.tensor.cpu.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.cpu.memory.SegmentStorage;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/**
 * Native memory by address, for the kernels that stream stored weights. All of it is one constant
 * segment: the just-in-time compiler then needs no bounds, lifetime or type check in a loop,
 * whichever kinds of segment a process uses. Bounds and lifetime are checked once per row run by
 * {@link #address}; who holds an address keeps the storage reachable.
 */
public final class NativeBytes {
  public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  public static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  /** As many bytes as a vector has floats, or 8, the fewest there are. */
  static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(
          byte.class, VectorShape.forBitSize(Math.max(64, VectorWidth.LANES * Byte.SIZE)));

  private static final long LINE = 64;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ORDER);

  private NativeBytes() {}

  /**
   * Where element {@code from} of the weights lies, once {@code count} elements from there are
   * known to exist. Block types begin at a block.
   */
  public static long address(SegmentStorage weights, long from, long count) {
    if (from < 0 || count < 0 || from + count > weights.length()) {
      throw new IllegalArgumentException(
          "elements " + from + " to " + (from + count) + " of " + weights.length());
    }
    MemorySegment segment = weights.segment();
    if (!segment.scope().isAlive()) {
      throw new IllegalStateException("weights of a closed file");
    }
    return segment.address() + weights.dtype().bytes(from);
  }

  /**
   * The same address, known to the compiler as one that no vector at an int's distance leads out of
   * {@link #ALL}: it then drops the bounds check of every load, a third of a streaming kernel.
   */
  public static long base(long address) {
    return address & 0x7fff_ffff_ffffL;
  }

  static byte getByte(long address) {
    return ALL.get(ValueLayout.JAVA_BYTE, address);
  }

  static short getShort(long address) {
    return ALL.get(SHORT, address);
  }

  /** The binary16 value at an address: the scale of a block. */
  static float getHalf(long address) {
    return Float.float16ToFloat(ALL.get(SHORT, address));
  }

  /**
   * Reads one byte of every cache line, which fetches them faster than a kernel with arithmetic
   * between its loads would.
   *
   * @return a sum that must be used somewhere, lest the compiler drop the loads
   */
  public static int touch(long address, long bytes) {
    int even = 0;
    int odd = 0;
    long end = address + bytes - LINE;
    long at = address;
    for (; at < end; at += 2 * LINE) {
      even += ALL.get(ValueLayout.JAVA_BYTE, at);
      odd += ALL.get(ValueLayout.JAVA_BYTE, at + LINE);
    }
    return even + odd;
  }
}
