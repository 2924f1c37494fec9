package org.affectgpt.io.zip;

import static org.affectgpt.io.stored.LittleEndian.INT;
import static org.affectgpt.io.stored.LittleEndian.LONG;
import static org.affectgpt.io.stored.LittleEndian.SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.tensor.InputException;

/**
 * The directory of a mapped zip archive (PKWARE's APPNOTE, sections 4.3 and 4.5), zip64 included.
 * Members must lie apart from each other, and what they inflate to is bounded, so that an archive
 * is never much larger in memory than a real one could be.
 */
public final class ZipArchive {
  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int END64 = 0x06064b50;
  private static final int LOCATOR64 = 0x07064b50;
  private static final int END_BYTES = 22;
  private static final int CENTRAL_BYTES = 46;
  private static final int LOCAL_BYTES = 30;

  /** An archive may inflate to this size whatever its own. */
  private static final long INFLATED_FREELY = 16L << 20;

  /** No deflated byte stands for more. */
  private static final long DEFLATE_RATIO = 1032;

  /** A larger archive may inflate to so many times its own size. */
  private static final long INFLATED_RATIO = 64;

  private final String where;
  private final MemorySegment all;
  private final Map<String, ZipMember> members = new LinkedHashMap<>();
  private final List<long[]> ranges = new ArrayList<>();
  private long inflated;

  private ZipArchive(String where, MemorySegment all) {
    this.where = where;
    this.all = all;
  }

  /** Whether the file begins as an archive does. */
  public static boolean isZip(MemorySegment all) {
    return all.byteSize() >= 4 && (all.get(INT, 0) == LOCAL || all.get(INT, 0) == END);
  }

  /**
   * Reads the directory.
   *
   * @param where the file, for messages
   * @throws InputException naming the file, and the member if one is at fault
   */
  public static Map<String, ZipMember> read(String where, MemorySegment all) {
    ZipArchive archive = new ZipArchive(where, all);
    archive.readDirectory();
    archive.checkApart();
    return Collections.unmodifiableMap(archive.members);
  }

  private void readDirectory() {
    long end = findEnd();
    long count = u16(end + 10);
    long begin = u32(end + 16);
    long locator = end - 20;
    if (locator >= 0 && all.get(INT, locator) == LOCATOR64) {
      long end64 = i64(locator + 8);
      if (end64 < 0 || end64 > locator - 56 || all.get(INT, end64) != END64) {
        throw error("its zip64 end record is not where it should be");
      }
      count = i64(end64 + 32);
      begin = i64(end64 + 48);
    }
    // each record takes 46 bytes at least
    if (begin < 0 || begin > end || count < 0 || count > (end - begin) / CENTRAL_BYTES) {
      throw error("its directory of " + count + " members does not fit (truncated?)");
    }
    long at = begin;
    for (long i = 0; i < count; i++) {
      at = readRecord(at, end);
    }
  }

  private long findEnd() {
    long size = all.byteSize();
    for (long at = size - END_BYTES; at >= Math.max(0, size - END_BYTES - 0xFFFF); at--) {
      if (all.get(INT, at) == END && u16(at + 20) <= size - at - END_BYTES) {
        return at;
      }
    }
    throw error("it has no zip directory (truncated?)");
  }

  private long readRecord(long at, long end) {
    if (at > end - CENTRAL_BYTES || all.get(INT, at) != CENTRAL) {
      throw error("its directory is damaged at byte " + at);
    }
    int nameBytes = u16(at + 28);
    int extraBytes = u16(at + 30);
    long next = at + CENTRAL_BYTES + nameBytes + extraBytes + u16(at + 32);
    if (next > end) {
      throw error("its directory is damaged at byte " + at);
    }
    byte[] text = all.asSlice(at + CENTRAL_BYTES, nameBytes).toArray(ValueLayout.JAVA_BYTE);
    String name = new String(text, StandardCharsets.UTF_8);
    long[] sizes = {u32(at + 24), u32(at + 20), u32(at + 42)};
    zip64(sizes, at + CENTRAL_BYTES + nameBytes, extraBytes);
    int method = u16(at + 10);
    if ((u16(at + 8) & 1) != 0 || (method != 0 && method != 8)) {
      throw error("member '" + shown(name) + "' is encrypted or compressed in an unknown way");
    }
    add(name, method == 8, sizes, all.get(INT, at + 16));
    return next;
  }

  /** Replaces those of size, compressed size and offset that are too large for 32 bits. */
  private void zip64(long[] sizes, long at, int bytes) {
    long end = at + bytes;
    long field = at;
    while (field + 4 <= end) {
      int length = u16(field + 2);
      long value = field + 4;
      if (u16(field) == 1) {
        for (int i = 0; i < sizes.length; i++) {
          if (sizes[i] == 0xFFFFFFFFL && value + 8 <= Math.min(end, field + 4 + length)) {
            sizes[i] = i64(value);
            value += 8;
          }
        }
      }
      field += 4 + length;
    }
  }

  private void add(String name, boolean deflated, long[] sizes, int crc) {
    long size = sizes[0];
    long packed = sizes[1];
    long local = sizes[2];
    String at = "member '" + shown(name) + "' ";
    if (local < 0 || local > all.byteSize() - LOCAL_BYTES || all.get(INT, local) != LOCAL) {
      throw error(at + "is not where the directory says");
    }
    long begin = local + LOCAL_BYTES + u16(local + 26) + u16(local + 28);
    if (packed < 0 || begin > all.byteSize() || packed > all.byteSize() - begin) {
      throw error(at + "of " + packed + " bytes reaches beyond the file (truncated?)");
    }
    if (size < 0 || (deflated ? size / DEFLATE_RATIO > packed : size != packed)) {
      throw error(at + "has sizes that do not fit together");
    }
    long limit = Math.max(INFLATED_FREELY, INFLATED_RATIO * all.byteSize());
    if (deflated && (size > limit || (inflated += size) > limit)) {
      throw new InputException(
          where
              + ": "
              + at
              + "would inflate to "
              + size
              + " bytes, which is refused for a file of "
              + all.byteSize()
              + "; store it without compression");
    }
    ranges.add(new long[] {local, begin + packed});
    MemorySegment raw = all.asSlice(begin, packed);
    if (members.put(name, new ZipMember(where, shown(name), deflated, size, crc, raw)) != null) {
      throw error(at + "stands twice in the directory");
    }
  }

  private void checkApart() {
    ranges.sort(Comparator.comparingLong(r -> r[0]));
    for (int i = 1; i < ranges.size(); i++) {
      if (ranges.get(i)[0] < ranges.get(i - 1)[1]) {
        throw error("its members overlap at byte " + ranges.get(i)[0]);
      }
    }
  }

  private static String shown(String name) {
    String printable = name.replaceAll("\\p{Cntrl}", "?");
    return printable.length() > 200 ? printable.substring(0, 200) + "..." : printable;
  }

  private int u16(long at) {
    return Short.toUnsignedInt(all.get(SHORT, at));
  }

  private long u32(long at) {
    return Integer.toUnsignedLong(all.get(INT, at));
  }

  private long i64(long at) {
    return all.get(LONG, at);
  }

  private InputException error(String message) {
    return new InputException(where + ": damaged archive: " + message);
  }
}
