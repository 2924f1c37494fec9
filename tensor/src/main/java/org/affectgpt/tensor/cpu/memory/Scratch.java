package org.affectgpt.tensor.cpu.memory;

/**
 * Float buffers of one thread that kernels reuse from call to call: one per purpose, grown when a
 * call needs more, with whatever an earlier call left in them.
 */
public final class Scratch {
  /** What a buffer is for. Two purposes never share memory. */
  public enum Slot {
    PACKED_B,
    PACKED_A,
    EDGE_TILE,
    DECODED,
    OPERAND_A,
    OPERAND_B,
    BIAS,
    NORM_WEIGHT,
    NORM_BIAS,
    KEYS,
    KEYS_TRANSPOSED,
    VALUES,
    VALUES_TRANSPOSED,
    SCORES,
    SCORE_GRADIENTS,
    QUERIES,
    OUT_GRADIENTS,
    KEY_MASK,
    LOG_SUMS,
    PARTIALS,
    PIECES,
    DELTAS,
    PARTIAL_MAXIMA,
    PARTIAL_SUMS,
    RUN,
    COLUMNS,
    KERNEL
  }

  private static final ThreadLocal<Scratch> PER_THREAD = ThreadLocal.withInitial(Scratch::new);

  private final float[][] buffers = new float[Slot.values().length][];

  private Scratch() {}

  /** The buffer of the current thread for {@code slot}, at least {@code length} long. */
  public static float[] get(Slot slot, int length) {
    float[][] buffers = PER_THREAD.get().buffers;
    float[] buffer = buffers[slot.ordinal()];
    if (buffer == null || buffer.length < length) {
      buffer = new float[length + (length >> 2)];
      buffers[slot.ordinal()] = buffer;
    }
    return buffer;
  }
}
