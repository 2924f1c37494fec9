package org.affectgpt.io.onnx;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.affectgpt.io.stored.LittleEndian;
import org.affectgpt.io.stored.StoredType;
import org.jspecify.annotations.Nullable;

/**
 * The values of a tensor that is stored as a list of numbers: floats and doubles as they are, whole
 * numbers, truth values and the bits of short formats in as few bytes as they need.
 */
final class OnnxNumbers {
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final int MOST = 1 << 30;

  /** All floats or doubles if they lie in one piece. */
  private @Nullable MemorySegment piece;

  /** Values one after the other, of {@link #width} bytes each. */
  private ByteBuffer values = ByteBuffer.allocate(0).order(ORDER);

  private int width;

  /** Adds floats or doubles. */
  void fixed(ProtoReader in, int bytes, String what) {
    MemorySegment more =
        in.isBytes() ? in.bytes("the data of " + what) : in.fixed(bytes, "the data of " + what);
    if (more.byteSize() % bytes != 0) {
      throw in.damaged("the data of " + what + " is cut off");
    }
    begin(in, bytes, what);
    if (piece == null && values.position() == 0) {
      piece = more;
      return;
    }
    MemorySegment first = piece;
    if (first != null) {
      append(first, in);
      piece = null;
    }
    append(more, in);
  }

  private void append(MemorySegment more, ProtoReader in) {
    room(more.byteSize(), in);
    values.put(more.asByteBuffer());
  }

  /** Adds whole numbers. */
  void varints(ProtoReader in, String what) {
    begin(in, 0, what);
    if (in.isBytes()) {
      ProtoReader packed = in.message("the data of " + what);
      while (packed.hasMore()) {
        room(8, in);
        values.putLong(packed.packed("a value of " + what));
      }
    } else {
      room(8, in);
      values.putLong(in.number("a value of " + what));
    }
  }

  private void begin(ProtoReader in, int bytes, String what) {
    if ((piece != null || values.position() > 0) && width != bytes) {
      throw in.damaged(what + " holds numbers of two kinds");
    }
    width = bytes;
  }

  private void room(long bytes, ProtoReader in) {
    if (values.remaining() < bytes) {
      long needed = values.position() + bytes;
      if (needed > MOST) {
        throw in.damaged("a tensor lists more numbers one by one than memory should hold");
      }
      int size = (int) Math.min(MOST, Math.max(needed, 2L * values.capacity()));
      values = ByteBuffer.allocate(size).order(ORDER).put(values.flip());
    }
  }

  /** All floats. */
  float[] floats() {
    MemorySegment first = piece;
    MemorySegment all = first != null ? first : MemorySegment.ofBuffer(values.flip());
    return all.toArray(LittleEndian.FLOAT);
  }

  /** The values as a tensor of this format holds them. */
  MemorySegment data(StoredType type, ProtoReader in, String what) {
    boolean whole = width == 0;
    boolean fits =
        switch (type) {
          case F32 -> width == 4;
          case F64 -> width == 8;
          default -> whole;
        };
    MemorySegment first = piece;
    if (first == null && values.position() == 0) {
      return MemorySegment.ofArray(new byte[0]);
    }
    if (!fits) {
      throw in.damaged(what + " of type " + type + " holds numbers of another kind");
    }
    if (first != null) {
      return first;
    }
    ByteBuffer all = values.flip();
    return whole ? narrow(all, type.blockBytes()) : MemorySegment.ofBuffer(all);
  }

  private static MemorySegment narrow(ByteBuffer longs, int bytes) {
    byte[] out = new byte[longs.limit() / Long.BYTES * bytes];
    MemorySegment all = MemorySegment.ofBuffer(longs);
    for (int i = 0; i < out.length; i++) {
      out[i] = all.get(ValueLayout.JAVA_BYTE, (long) (i / bytes) * Long.BYTES + i % bytes);
    }
    return MemorySegment.ofArray(out);
  }
}
