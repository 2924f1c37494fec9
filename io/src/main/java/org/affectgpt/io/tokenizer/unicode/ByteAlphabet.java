package org.affectgpt.io.tokenizer.unicode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The printable stand-ins for the 256 bytes in a byte-level vocabulary (GPT-2, {@code
 * bytes_to_unicode}): printable Latin-1 characters stand for themselves, the other bytes for U+0100
 * and up in order, so a space is written as U+0120.
 */
public final class ByteAlphabet {
  private static final char[] CHAR_OF_BYTE = new char[256];
  private static final short[] BYTE_OF_CHAR = new short[256 + 68];

  static {
    Arrays.fill(BYTE_OF_CHAR, (short) -1);
    char next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
      CHAR_OF_BYTE[b] = printable ? (char) b : next++;
      BYTE_OF_CHAR[CHAR_OF_BYTE[b]] = (short) b;
    }
  }

  private ByteAlphabet() {}

  /** The character that stands for byte {@code b} (0 to 255). */
  public static char charOf(int b) {
    return CHAR_OF_BYTE[b];
  }

  /** Whether this character stands for a byte. */
  public static boolean contains(char c) {
    return c < BYTE_OF_CHAR.length && BYTE_OF_CHAR[c] >= 0;
  }

  /** The text's UTF-8 bytes written in the alphabet. */
  public static String encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    char[] chars = new char[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      chars[i] = CHAR_OF_BYTE[bytes[i] & 0xFF];
    }
    return new String(chars);
  }

  /**
   * Appends the bytes that a token stands for; a token with any character outside the alphabet
   * stands for its own UTF-8 bytes.
   */
  public static void decode(String token, ByteArrayOutputStream out) {
    for (int i = 0; i < token.length(); i++) {
      if (!contains(token.charAt(i))) {
        out.writeBytes(token.getBytes(StandardCharsets.UTF_8));
        return;
      }
    }
    for (int i = 0; i < token.length(); i++) {
      out.write(BYTE_OF_CHAR[token.charAt(i)]);
    }
  }
}
