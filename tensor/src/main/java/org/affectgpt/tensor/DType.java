package org.affectgpt.tensor;

/**
 * Element types. Arithmetic accumulates in F32; the 16-bit and block types are storage for weights.
 */
public enum DType {
  F32(1, 4),
  BF16(1, 2),
  F16(1, 2),
  I32(1, 4),
  /** Blocks of 32 weights: one F16 scale, then 32 signed bytes (GGML's layout). */
  Q8_0(32, 34),
  /**
   * Blocks of 32 weights: one F16 scale, then 16 bytes with two 4-bit values each (GGML's layout).
   */
  Q4_0(32, 18);

  private final int blockLength;
  private final int blockBytes;

  DType(int blockLength, int blockBytes) {
    this.blockLength = blockLength;
    this.blockBytes = blockBytes;
  }

  public int blockLength() {
    return blockLength;
  }

  public int blockBytes() {
    return blockBytes;
  }

  /** Bytes that {@code elements} values take; a multiple of the block length is required. */
  public long bytes(long elements) {
    if (elements % blockLength != 0) {
      throw new IllegalArgumentException(
          elements + " elements do not fill whole " + this + " blocks of " + blockLength);
    }
    return elements / blockLength * blockBytes;
  }
}
