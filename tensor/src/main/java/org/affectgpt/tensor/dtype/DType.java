package org.affectgpt.tensor.dtype;

/**
 * Element types. Arithmetic accumulates in F32; the 16-bit types are storage for weights and for
 * activations between kernels, the block types for weights.
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
  Q4_0(32, 18),
  /**
   * The blocks of Q8_0 with 64 rows side by side, so that a product reads one sequential stream and
   * needs no sum over lanes. A group of 64 rows holds for every 32 columns the 64 scales, then for
   * each byte of a block 64 bytes: byte {@code 4r + j} is that of row {@code 16j + r}. The scale of
   * that row lies at byte {@code 64 (j / 2) + 4r + 2 (j % 2)}.
   */
  Q8_0_R64(32, 34),
  /** The blocks of Q4_0 with 64 rows side by side, as in {@link #Q8_0_R64}. */
  Q4_0_R64(32, 18);

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

  /** Rows that lie side by side; 1 where every row lies by itself. */
  public int rowGroup() {
    return this == Q8_0_R64 || this == Q4_0_R64 ? 64 : 1;
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
