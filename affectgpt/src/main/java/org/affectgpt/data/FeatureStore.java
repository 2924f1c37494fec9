package org.affectgpt.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.io.InputFile;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Features in a file that only grows, an entry a clip, written when it is made: a process killed at
 * any moment loses at most the entry in hand. An entry is its length, a checksum, the key, and the
 * values of frames, faces and sound, each behind its count (-1 for none), little-endian. What comes
 * after the last whole entry is cut off.
 */
final class FeatureStore implements AutoCloseable {
  private static final byte[] MAGIC = "AFFECTGPT FEATURES 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD = 2 * Integer.BYTES;
  private static final int KEY = 64;

  private final Path file;
  private final FileChannel channel;

  private FeatureStore(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens or makes a store.
   *
   * @throws InputException naming the file if it cannot be written
   */
  static FeatureStore open(Path file) {
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      return new FeatureStore(file, channel);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be opened: " + InputFile.reason(e), e);
    }
  }

  /** The features under those of these keys that the store has. */
  Map<String, ClipFeatures> load(Set<String> keys) {
    Map<String, ClipFeatures> found = new HashMap<>();
    try {
      long end = begin();
      for (ByteBuffer entry = entry(end); entry != null; entry = entry(end)) {
        end += HEAD + entry.remaining();
        byte[] key = new byte[KEY];
        entry.get(key);
        String name = new String(key, StandardCharsets.US_ASCII);
        if (keys.contains(name)) {
          found.put(name, new ClipFeatures(floats(entry), floats(entry), floats(entry)));
        }
      }
      channel.truncate(end).position(end);
      return found;
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + InputFile.reason(e), e);
    }
  }

  /** Checks or writes the first bytes; what is behind them. */
  private long begin() throws IOException {
    ByteBuffer head = ByteBuffer.allocate(MAGIC.length);
    channel.read(head, 0);
    if (!head.flip().equals(ByteBuffer.wrap(MAGIC))) {
      channel.truncate(0).position(0);
      AtomicFile.writeFully(channel, ByteBuffer.wrap(MAGIC));
    }
    return MAGIC.length;
  }

  /** The whole entry at a place; null where there is none. */
  private @Nullable ByteBuffer entry(long at) throws IOException {
    ByteBuffer head = read(at, HEAD);
    if (head == null) {
      return null;
    }
    int length = head.getInt();
    int sum = head.getInt();
    ByteBuffer entry = length < KEY + 3 * Integer.BYTES ? null : read(at + HEAD, length);
    return entry == null || checksum(entry) != sum ? null : entry;
  }

  private @Nullable ByteBuffer read(long at, int length) throws IOException {
    if (length > channel.size() - at) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        return null;
      }
    }
    return bytes.flip();
  }

  private static int checksum(ByteBuffer entry) {
    CRC32C crc = new CRC32C();
    crc.update(entry.duplicate());
    return (int) crc.getValue();
  }

  private static float @Nullable [] floats(ByteBuffer entry) {
    int count = entry.getInt();
    if (count < 0) {
      return null;
    }
    float[] values = new float[count];
    entry.asFloatBuffer().get(values);
    entry.position(entry.position() + count * Float.BYTES);
    return values;
  }

  /** Appends an entry. */
  void add(String key, ClipFeatures features) {
    float[] @Nullable [] parts = {features.frames(), features.faces(), features.audio()};
    int length = KEY;
    for (float[] part : parts) {
      length += Integer.BYTES + (part == null ? 0 : part.length * Float.BYTES);
    }
    ByteBuffer bytes = ByteBuffer.allocate(HEAD + length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(HEAD);
    bytes.put(key.getBytes(StandardCharsets.US_ASCII));
    for (float[] part : parts) {
      bytes.putInt(part == null ? -1 : part.length);
      if (part != null) {
        bytes.asFloatBuffer().put(part);
        bytes.position(bytes.position() + part.length * Float.BYTES);
      }
    }
    bytes.putInt(0, length).putInt(Integer.BYTES, checksum(bytes.flip().slice(HEAD, length)));
    try {
      AtomicFile.writeFully(channel, bytes);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be written: " + InputFile.reason(e), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new InputException(file + ": cannot be closed: " + InputFile.reason(e), e);
    }
  }
}
