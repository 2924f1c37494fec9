package org.affectgpt.io.pickle;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Python's bytes, which are slices of the stream. */
final class PickleBytes {
  private PickleBytes() {}

  /** Protocols 0 to 2 write bytes as text of code points up to 255 that is encoded as Latin-1. */
  static Object encode(PickleArguments a) {
    a.require(2, 2);
    String text = a.get(0, String.class);
    String encoding = a.get(1, String.class);
    if (!encoding.equals("latin1") && !encoding.equals("latin-1")) {
      throw new PickleException("calls _codecs.encode with another encoding than latin1");
    }
    a.charge(text.length());
    return MemorySegment.ofArray(text.getBytes(StandardCharsets.ISO_8859_1)).asReadOnly();
  }

  /** {@code bytes()}, or {@code bytearray} of bytes or of Latin-1 text. */
  static Object bytes(PickleArguments a) {
    a.require(0, 2);
    if (a.size() == 0) {
      return MemorySegment.ofArray(new byte[0]);
    }
    if (a.size() == 2) {
      return encode(a);
    }
    return a.get(0, MemorySegment.class);
  }
}
