package org.affectgpt.test.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.tensor.CounterRng;

/** Damages files: a few random edits each, drawn from a seeded generator. */
final class Mutator {
  private static final long[] INTERESTING = {
    0,
    1,
    -1,
    2,
    7,
    8,
    16,
    64,
    100,
    127,
    128,
    255,
    256,
    1000,
    1024,
    4096,
    32767,
    32768,
    65535,
    65536,
    100_000_000,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 32,
    (1L << 32) - 1,
    1L << 40,
    1L << 53,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE / 4,
    Long.MAX_VALUE / 8
  };

  private static final String[] FRAGMENTS = {
    "[",
    "]",
    "{",
    "}",
    "\"",
    ":",
    ",",
    "\\",
    "null",
    "true",
    "-1",
    "1e999",
    "18446744073709551616",
    "[[[[[[[[",
    "{\"a\":",
    "\\ud800",
    "\0",
    "(",
    ")",
    ".",
    "L"
  };

  /** Headers lie at the start: half of the edits fall among the first bytes. */
  private static final int HEADER = 256;

  private final List<byte[]> corpus;
  private final CounterRng rng;

  Mutator(List<byte[]> corpus, CounterRng rng) {
    this.corpus = corpus;
    this.rng = rng;
  }

  /** A file of the corpus with one to eight edits, mostly few. */
  byte[] next() {
    byte[] bytes = any().clone();
    int edits = 1 + rng.nextInt(1 + rng.nextInt(8));
    for (int i = 0; i < edits; i++) {
      bytes = edit(bytes);
    }
    return bytes;
  }

  private byte[] any() {
    return corpus.get(rng.nextInt(corpus.size()));
  }

  private byte[] edit(byte[] bytes) {
    if (bytes.length == 0) {
      return any().clone();
    }
    int at = place(bytes.length);
    int other = place(bytes.length);
    int from = Math.min(at, other);
    int to = Math.max(at, other);
    return switch (rng.nextInt(12)) {
      case 0, 1 -> {
        bytes[at] ^= (byte) (1 << rng.nextInt(8));
        yield bytes;
      }
      case 2, 3 -> {
        bytes[at] = (byte) rng.nextInt(256);
        yield bytes;
      }
      case 4, 5 -> interesting(bytes, at);
      case 6 -> number(bytes, at);
      case 7 -> Arrays.copyOf(bytes, rng.nextInt(4) == 0 ? at : bytes.length - 1 - at % 64);
      case 8 -> join(bytes, to, bytes, from, bytes.length);
      case 9 -> join(bytes, from, bytes, to, bytes.length);
      case 10 -> splice(bytes, at);
      default -> {
        byte[] fragment =
            FRAGMENTS[rng.nextInt(FRAGMENTS.length)]
                .repeat(repeats())
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] head = join(bytes, at, fragment, 0, fragment.length);
        yield join(head, head.length, bytes, at, bytes.length);
      }
    };
  }

  private int place(int length) {
    return rng.nextInt(rng.nextInt(2) == 0 ? Math.min(length, HEADER) : length);
  }

  private int repeats() {
    return rng.nextInt(8) == 0 ? 1 << rng.nextInt(14) : 1;
  }

  private byte[] interesting(byte[] bytes, int at) {
    long value = INTERESTING[rng.nextInt(INTERESTING.length)];
    int width = 1 << rng.nextInt(4);
    boolean bigEndian = rng.nextInt(4) == 0;
    for (int i = 0; i < width && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (value >>> 8 * (bigEndian ? width - 1 - i : i));
    }
    return bytes;
  }

  /** Replaces a run of digits, from {@code at} on, by an interesting number in text. */
  private byte[] number(byte[] bytes, int at) {
    int from = at;
    while (from < bytes.length && !isDigit(bytes[from])) {
      from++;
    }
    int to = from;
    while (to < bytes.length && isDigit(bytes[to])) {
      to++;
    }
    byte[] text =
        String.valueOf(INTERESTING[rng.nextInt(INTERESTING.length)])
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] head = join(bytes, from, text, 0, text.length);
    return join(head, head.length, bytes, to, bytes.length);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private byte[] splice(byte[] bytes, int at) {
    byte[] donor = any();
    int from = rng.nextInt(donor.length);
    return join(bytes, at, donor, from, donor.length);
  }

  /** {@code a[0 .. aEnd)} and then {@code b[from .. to)}. */
  private static byte[] join(byte[] a, int aEnd, byte[] b, int from, int to) {
    byte[] joined = Arrays.copyOf(a, aEnd + to - from);
    System.arraycopy(b, from, joined, aEnd, to - from);
    return joined;
  }
}
