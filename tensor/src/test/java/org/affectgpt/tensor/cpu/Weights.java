package org.affectgpt.tensor.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.cpu.memory.SegmentStorage;
import org.affectgpt.tensor.dtype.DType;

/** Weights of any type in native memory beside the values that they stand for. */
public record Weights(SegmentStorage storage, float[] values) {
  public static Weights random(DType dtype, int length, CounterRng rng) {
    ByteBuffer bytes =
        ByteBuffer.allocate((int) dtype.bytes(length)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[length];
    for (int i = 0; i < length; i += dtype.blockLength()) {
      switch (dtype) {
        case F32 -> {
          values[i] = rng.nextFloat() - 0.5f;
          bytes.putFloat(values[i]);
        }
        case BF16 -> {
          int bits = Float.floatToRawIntBits(rng.nextFloat() - 0.5f) >>> 16;
          values[i] = Float.intBitsToFloat(bits << 16);
          bytes.putShort((short) bits);
        }
        case F16 -> {
          short bits = Float.floatToFloat16(rng.nextFloat() - 0.5f);
          values[i] = Float.float16ToFloat(bits);
          bytes.putShort(bits);
        }
        case Q8_0 -> {
          short scale = Float.floatToFloat16(rng.nextFloat() / 128);
          bytes.putShort(scale);
          for (int j = 0; j < 32; j++) {
            byte q = (byte) rng.nextInt(256);
            bytes.put(q);
            values[i + j] = q * Float.float16ToFloat(scale);
          }
        }
        case Q4_0 -> {
          short scale = Float.floatToFloat16(rng.nextFloat() / 8);
          bytes.putShort(scale);
          for (int j = 0; j < 16; j++) {
            int low = rng.nextInt(16);
            int high = rng.nextInt(16);
            bytes.put((byte) (low | high << 4));
            values[i + j] = (low - 8) * Float.float16ToFloat(scale);
            values[i + j + 16] = (high - 8) * Float.float16ToFloat(scale);
          }
        }
        default -> throw new IllegalArgumentException(dtype.toString());
      }
    }
    MemorySegment segment = Arena.ofAuto().allocate(bytes.capacity(), 64);
    segment.copyFrom(MemorySegment.ofArray(bytes.array()));
    return new Weights(new SegmentStorage(segment, dtype, length), values);
  }

  /** The same at an odd address. */
  public Weights unaligned() {
    long bytes = storage.segment().byteSize();
    MemorySegment moved = Arena.ofAuto().allocate(bytes + 1, 64).asSlice(1);
    moved.copyFrom(storage.segment());
    return new Weights(new SegmentStorage(moved, storage.dtype(), storage.length()), values);
  }
}
