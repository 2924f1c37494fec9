package org.affectgpt.io.zip;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.affectgpt.tensor.InputException;

/**
 * A member of an archive.
 *
 * @param where the archive, for messages
 * @param deflated whether it must be inflated; else it is stored as it is
 * @param size of the content
 * @param crc the content's CRC-32
 * @param raw the bytes in the archive
 */
public record ZipMember(
    String where, String name, boolean deflated, long size, int crc, MemorySegment raw) {
  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * The content as it lies in the mapped file.
   *
   * @throws InputException if it is compressed
   */
  public MemorySegment stored() {
    if (deflated) {
      throw error("is compressed, which is not read here; store it without compression");
    }
    return raw;
  }

  /**
   * The content: the mapped bytes if it is stored, else an inflated copy.
   *
   * @throws InputException if it is damaged
   */
  public MemorySegment content(SegmentAllocator allocator) {
    if (!deflated) {
      return raw;
    }
    MemorySegment target = allocator.allocate(Math.max(size, 1), 64).asSlice(0, size);
    inflate(target);
    CRC32 check = new CRC32();
    for (long at = 0; at < size; at += BUFFER_BYTES) {
      check.update(target.asSlice(at, Math.min(BUFFER_BYTES, size - at)).asByteBuffer());
    }
    if ((int) check.getValue() != crc) {
      throw error("is damaged: its checksum differs");
    }
    return target.asReadOnly();
  }

  /** The first {@code n} bytes of the content, or all if it is shorter. */
  public MemorySegment start(int n) {
    int length = (int) Math.min(n, size);
    if (!deflated) {
      return raw.asSlice(0, length);
    }
    MemorySegment target = MemorySegment.ofArray(new byte[length]);
    inflate(target);
    return target;
  }

  /** Fills {@code target}; when it is as long as the content, the stream must end with it. */
  private void inflate(MemorySegment target) {
    Inflater inflater = new Inflater(true);
    try {
      byte[] out = new byte[BUFFER_BYTES];
      long filled = 0;
      long taken = 0;
      while (true) {
        if (inflater.needsInput()) {
          long n = Math.min(1 << 20, raw.byteSize() - taken);
          inflater.setInput(raw.asSlice(taken, n).toArray(ValueLayout.JAVA_BYTE));
          taken += n;
        }
        int n = inflater.inflate(out);
        long wanted = Math.min(n, target.byteSize() - filled);
        MemorySegment.copy(out, 0, target, ValueLayout.JAVA_BYTE, filled, (int) wanted);
        filled += wanted;
        if (filled == target.byteSize() && target.byteSize() < size) {
          return;
        }
        if (n > wanted) {
          throw error("is damaged: it holds more than the " + size + " bytes it announces");
        }
        boolean stuck = n == 0 && inflater.needsInput() && taken == raw.byteSize();
        if (inflater.finished() || inflater.needsDictionary() || stuck) {
          break;
        }
      }
      if (filled != target.byteSize() || !inflater.finished()) {
        throw error("is damaged: it ends after " + filled + " of " + size + " bytes");
      }
    } catch (DataFormatException e) {
      throw new InputException(where + ": member '" + name + "' is damaged: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  private InputException error(String message) {
    return new InputException(where + ": member '" + name + "' " + message);
  }
}
