package org.affectgpt.io.stored;

import static org.affectgpt.io.stored.LittleEndian.DOUBLE;
import static org.affectgpt.io.stored.LittleEndian.FLOAT;
import static org.affectgpt.io.stored.LittleEndian.INT;
import static org.affectgpt.io.stored.LittleEndian.LONG;
import static org.affectgpt.io.stored.LittleEndian.SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import org.affectgpt.tensor.dtype.DType;
import org.affectgpt.tensor.dtype.GroupLayout;
import org.affectgpt.tensor.dtype.Half;
import org.jspecify.annotations.Nullable;

/**
 * The number formats a tensor may be stored in, all little-endian. The order of the plain formats
 * is the one in which the safetensors reference library sorts tensors into a file (wide formats
 * last here, first in the file), so that every tensor starts at a multiple of its element size.
 * Block formats store a run of values of one row together with the scale they share (GGML's
 * layouts). Formats that are only listed can be named, measured and copied; see {@link
 * #isComputed}.
 */
public enum StoredType {
  BOOL(1),
  /** Two 4-bit floats a byte, without the scales that they need: only listed. */
  F4(2, 1),
  /** Four 6-bit floats in three bytes: only listed. */
  F6_E2M3(4, 3),
  F6_E3M2(4, 3),
  U8(1),
  I8(1),
  F8_E5M2(1),
  F8_E4M3(1),
  /** Powers of two, as scales are stored. */
  F8_E8M0(1),
  F8_E4M3FNUZ(1),
  F8_E5M2FNUZ(1),
  I16(2),
  U16(2),
  F16(2),
  BF16(2),
  I32(4),
  U32(4),
  F32(4),
  /** Complex numbers of two F32: only listed. */
  C64(1, 8),
  F64(8),
  I64(8),
  U64(8),
  /** Complex numbers of two F16: only listed. */
  C32(1, 4),
  /** Complex numbers of two F64: only listed. */
  C128(1, 16),
  /** Something that only its file's makers can read; {@link TensorEntry#format} names it. */
  OTHER(1, 1),
  /** Blocks of 32: an F16 scale, 32 signed bytes. */
  Q8_0(32, 34, ShortBlocks::q8v0),
  /** Blocks of 32: an F16 scale, 16 bytes with two 4-bit values each. */
  Q4_0(32, 18, ShortBlocks::q4v0),
  /** Q8_0 with 64 rows side by side; see {@link DType#Q8_0_R64}. */
  Q8_0_R64(32, 34, null),
  /** Q4_0 with 64 rows side by side; see {@link DType#Q4_0_R64}. */
  Q4_0_R64(32, 18, null),
  Q4_1(32, 20, ShortBlocks::q4v1),
  Q5_0(32, 22, ShortBlocks::q5v0),
  Q5_1(32, 24, ShortBlocks::q5v1),
  Q2_K(256, 84, SuperBlocksWithMinimum::q2k),
  Q3_K(256, 110, SuperBlocks::q3k),
  Q4_K(256, 144, SuperBlocksWithMinimum::q4k),
  Q5_K(256, 176, SuperBlocksWithMinimum::q5k),
  Q6_K(256, 210, SuperBlocks::q6k);

  private final int blockLength;
  private final int blockBytes;

  @SuppressWarnings("ImmutableEnumChecker") // the decoders are static methods
  private final @Nullable BlockDecoder decoder;

  private final boolean computed;

  StoredType(int bytes) {
    this(1, bytes, null, true);
  }

  StoredType(int blockLength, int blockBytes) {
    this(blockLength, blockBytes, null, false);
  }

  StoredType(int blockLength, int blockBytes, @Nullable BlockDecoder decoder) {
    this(blockLength, blockBytes, decoder, true);
  }

  StoredType(int blockLength, int blockBytes, @Nullable BlockDecoder decoder, boolean computed) {
    this.blockLength = blockLength;
    this.blockBytes = blockBytes;
    this.decoder = decoder;
    this.computed = computed;
  }

  /** Whether its values can be asked for; any other format is listed and copied only. */
  public boolean isComputed() {
    return computed;
  }

  /** Elements of one block; 1 for a plain format. */
  public int blockLength() {
    return blockLength;
  }

  /** Bytes of one block: of one element of a plain format. */
  public int blockBytes() {
    return blockBytes;
  }

  /** Rows that lie side by side; 1 where every row lies by itself. */
  public int rowGroup() {
    return this == Q8_0_R64 || this == Q4_0_R64 ? GroupLayout.ROWS : 1;
  }

  /** The format with these blocks in which {@code rows} lie side by side; else this one. */
  public StoredType grouped(long rows) {
    if (rows == 0 || rows % GroupLayout.ROWS != 0) {
      return this;
    }
    return this == Q8_0 ? Q8_0_R64 : this == Q4_0 ? Q4_0_R64 : this;
  }

  /** The format with the same blocks whose rows lie by themselves: this one for all but two. */
  public StoredType plainRows() {
    return this == Q8_0_R64 ? Q8_0 : this == Q4_0_R64 ? Q4_0 : this;
  }

  /** What kernels call this format where they take it as it lies; null for any other. */
  public @Nullable DType dtype() {
    return switch (this) {
      case F32 -> DType.F32;
      case BF16 -> DType.BF16;
      case F16 -> DType.F16;
      case Q8_0 -> DType.Q8_0;
      case Q4_0 -> DType.Q4_0;
      case Q8_0_R64 -> DType.Q8_0_R64;
      case Q4_0_R64 -> DType.Q4_0_R64;
      default -> null;
    };
  }

  /** Whether elements are stored in blocks with shared scales. */
  public boolean isBlock() {
    return blockLength > 1 && computed;
  }

  /**
   * Bytes that {@code elements} values take.
   *
   * @throws IllegalArgumentException if they do not fill whole blocks
   * @throws ArithmeticException if that is more than a long holds
   */
  public long bytes(long elements) {
    if (elements % blockLength != 0) {
      throw new IllegalArgumentException(
          elements + " elements do not fill whole " + this + " blocks of " + blockLength);
    }
    return Math.multiplyExact(elements / blockLength, (long) blockBytes);
  }

  /** Whether values are fractions: a floating-point or block format. */
  public boolean isFloat() {
    return isBlock() || isFloat8() || this == F16 || this == BF16 || this == F32 || this == F64;
  }

  /** Whether values are floats of 8 bits, which become BF16 without loss. */
  public boolean isFloat8() {
    return this == F8_E4M3
        || this == F8_E5M2
        || this == F8_E4M3FNUZ
        || this == F8_E5M2FNUZ
        || this == F8_E8M0;
  }

  /** The format of this name, or null. */
  public static @Nullable StoredType of(String name) {
    for (StoredType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  /** Elements {@code from .. from + n} of {@code data} as floats in {@code target[at ..]}. */
  void toFloats(MemorySegment data, long from, float[] target, int at, int n) {
    if (decoder != null) {
      blocks(decoder, data, from, target, at, n);
      return;
    }
    switch (this) {
      case F32 -> MemorySegment.copy(data, FLOAT, from * 4, target, at, n);
      case BF16 -> {
        for (int i = 0; i < n; i++) {
          target[at + i] = Half.fromBf16(data.get(SHORT, (from + i) * 2));
        }
      }
      case F16 -> {
        for (int i = 0; i < n; i++) {
          target[at + i] = Half.fromF16(data.get(SHORT, (from + i) * 2));
        }
      }
      case F64 -> {
        for (int i = 0; i < n; i++) {
          target[at + i] = (float) data.get(DOUBLE, (from + i) * 8);
        }
      }
      case F8_E4M3, F8_E5M2, F8_E4M3FNUZ, F8_E5M2FNUZ, F8_E8M0 -> {
        float[] values = codes();
        for (int i = 0; i < n; i++) {
          target[at + i] = values[LittleEndian.u8(data, from + i)];
        }
      }
      case U64 -> {
        for (int i = 0; i < n; i++) {
          long v = data.get(LONG, (from + i) * 8);
          target[at + i] = v >= 0 ? v : new BigDecimal(Long.toUnsignedString(v)).floatValue();
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          target[at + i] = integer(data, from + i);
        }
      }
    }
  }

  /** The values of the 256 codes of a float of 8 bits. */
  private float[] codes() {
    float[] values = new float[256];
    for (int code = 0; code < values.length; code++) {
      values[code] =
          this == F8_E8M0 ? Float8.scale(code) : Float8.valueOf(name().substring(3)).value(code);
    }
    return values;
  }

  private void blocks(
      BlockDecoder whole, MemorySegment data, long from, float[] target, int at, int n) {
    float[] block = null;
    for (int done = 0; done < n; ) {
      long start = (from + done) / blockLength * blockBytes;
      int place = (int) ((from + done) % blockLength);
      int length = Math.min(n - done, blockLength - place);
      if (length == blockLength) {
        whole.decode(data, start, target, at + done);
      } else {
        block = block == null ? new float[blockLength] : block;
        whole.decode(data, start, block, 0);
        System.arraycopy(block, place, target, at + done, length);
      }
      done += length;
    }
  }

  /** Element {@code index} of {@code data} in an integer format; BOOL gives 0 or 1. */
  long integer(MemorySegment data, long index) {
    return switch (this) {
      case I64 -> data.get(LONG, index * 8);
      case I32 -> data.get(INT, index * 4);
      case I16 -> data.get(SHORT, index * 2);
      case I8 -> data.get(ValueLayout.JAVA_BYTE, index);
      case U8 -> LittleEndian.u8(data, index);
      case U16 -> Short.toUnsignedInt(data.get(SHORT, index * 2));
      case U32 -> Integer.toUnsignedLong(data.get(INT, index * 4));
      case U64 -> data.get(LONG, index * 8);
      case BOOL -> data.get(ValueLayout.JAVA_BYTE, index) == 0 ? 0 : 1;
      default -> throw new IllegalArgumentException(this + " is not an integer format");
    };
  }
}
