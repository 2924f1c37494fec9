package org.affectgpt.io.safetensors;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.Supplier;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.tensor.dtype.Half;

/** Writes a tensor's bytes through a little-endian buffer, a buffer's worth at a time. */
@FunctionalInterface
interface TensorBytes {
  void writeTo(FileChannel channel, ByteBuffer buffer) throws IOException;

  /** Stores element {@code index} in the buffer. */
  @FunctionalInterface
  interface Element {
    void put(ByteBuffer buffer, int index);
  }

  static TensorBytes ofFloats(StoredType type, Supplier<float[]> values) {
    return (channel, buffer) -> {
      float[] v = values.get();
      Element element =
          switch (type) {
            case F32 -> (b, i) -> b.putFloat(v[i]);
            case F16 -> (b, i) -> b.putShort(Half.toF16(v[i]));
            case BF16 -> (b, i) -> b.putShort(Half.toBf16(v[i]));
            default -> throw new IllegalArgumentException("not a float format: " + type);
          };
      writeElements(channel, buffer, v.length, type.blockBytes(), element);
    };
  }

  static TensorBytes ofLongs(long[] v) {
    return (channel, buffer) ->
        writeElements(channel, buffer, v.length, 8, (b, i) -> b.putLong(v[i]));
  }

  static TensorBytes ofInts(int[] v) {
    return (channel, buffer) ->
        writeElements(channel, buffer, v.length, 4, (b, i) -> b.putInt(v[i]));
  }

  static TensorBytes ofSegment(MemorySegment data) {
    return (channel, buffer) -> AtomicFile.write(channel, data);
  }

  private static void writeElements(
      FileChannel channel, ByteBuffer buffer, int count, int elementBytes, Element element)
      throws IOException {
    buffer.clear();
    for (int i = 0; i < count; i++) {
      if (buffer.remaining() < elementBytes) {
        AtomicFile.writeFully(channel, buffer.flip());
        buffer.clear();
      }
      element.put(buffer, i);
    }
    AtomicFile.writeFully(channel, buffer.flip());
    buffer.clear();
  }
}
