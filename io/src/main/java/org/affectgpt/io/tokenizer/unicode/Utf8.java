package org.affectgpt.io.tokenizer.unicode;

/**
 * UTF-8 decoding that replaces what is not UTF-8: each longest part that could begin a character
 * becomes one U+FFFD (Unicode 3.9, "substitution of maximal subparts"). Java's own decoder counts
 * encoded surrogates differently from the reference.
 */
public final class Utf8 {
  private Utf8() {}

  /**
   * Appends the characters of {@code bytes[0 .. length)}.
   *
   * @param end whether nothing follows; otherwise an incomplete character at the end is left
   * @return the number of bytes consumed
   */
  public static int decode(byte[] bytes, int length, boolean end, StringBuilder out) {
    int at = 0;
    while (at < length) {
      int lead = bytes[at] & 0xFF;
      if (lead < 0x80) {
        out.append((char) lead);
        at++;
        continue;
      }
      int following = following(lead);
      int code = lead & (0x3F >> following);
      int k = 1;
      while (k <= following && at + k < length && continues(lead, k, bytes[at + k] & 0xFF)) {
        code = code << 6 | (bytes[at + k] & 0x3F);
        k++;
      }
      if (k <= following && at + k == length && !end) {
        return at;
      }
      out.appendCodePoint(following > 0 && k > following ? code : 0xFFFD);
      at += k;
    }
    return at;
  }

  /** The continuation bytes that a lead byte asks for; 0 for a byte that cannot lead. */
  private static int following(int lead) {
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    return lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  }

  /** Whether {@code b} may be byte {@code k} after this lead: no overlong forms, no surrogates. */
  private static boolean continues(int lead, int k, int b) {
    int low = 0x80;
    int high = 0xBF;
    if (k == 1) {
      low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : low;
      high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : high;
    }
    return b >= low && b <= high;
  }

  /** Whether the bytes are UTF-8 throughout. */
  public static boolean isValid(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    decode(bytes, bytes.length, true, text);
    return java.util.Arrays.equals(
        text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8), bytes);
  }
}
