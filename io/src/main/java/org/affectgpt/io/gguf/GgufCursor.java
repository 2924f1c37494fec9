package org.affectgpt.io.gguf;

import static org.affectgpt.io.stored.LittleEndian.INT;
import static org.affectgpt.io.stored.LittleEndian.LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.affectgpt.tensor.InputException;

/** Reads a mapped file from front to back; every length is checked against what is left. */
final class GgufCursor {
  private final Path file;
  private final MemorySegment data;
  private long at;

  GgufCursor(Path file, MemorySegment data) {
    this.file = file;
    this.data = data;
  }

  long position() {
    return at;
  }

  /** The next {@code bytes} bytes, in place. */
  MemorySegment take(long bytes, String what) {
    if (bytes < 0 || bytes > data.byteSize() - at) {
      throw damaged(
          what
              + " takes "
              + Long.toUnsignedString(bytes)
              + " bytes but only "
              + (data.byteSize() - at)
              + " are left");
    }
    MemorySegment taken = data.asSlice(at, bytes);
    at += bytes;
    return taken;
  }

  int u32(String what) {
    return take(4, what).get(INT, 0);
  }

  long u64(String what) {
    return take(8, what).get(LONG, 0);
  }

  /** The number of things of at least {@code least} bytes each that follow. */
  long count(long least, String what) {
    long n = u64(what);
    if (n < 0 || n > (data.byteSize() - at) / least) {
      throw damaged(
          what
              + " is "
              + Long.toUnsignedString(n)
              + ", more than the rest of the file ("
              + (data.byteSize() - at)
              + " bytes) can hold");
    }
    return n;
  }

  /** A string in strict UTF-8: a length and its bytes. */
  String string(String what) {
    byte[] bytes = take(u64("the length of " + what), what).toArray(ValueLayout.JAVA_BYTE);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InputException(file + ": damaged GGUF file: " + what + " is not valid UTF-8", e);
    }
  }

  /**
   * A string that names something: one line of text, never empty, so that messages can name it too.
   */
  String name(String what) {
    String name = string(what);
    if (name.isEmpty()) {
      throw damaged(what + " is empty");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw damaged(what + " holds control characters");
    }
    return name;
  }

  InputException damaged(String message) {
    return new InputException(file + ": damaged GGUF file: " + message);
  }
}
