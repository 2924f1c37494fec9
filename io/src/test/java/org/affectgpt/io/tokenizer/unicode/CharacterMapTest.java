package org.affectgpt.io.tokenizer.unicode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Against {@code Precompiled} of the {@code tokenizers} library (0.23.2), with the same table. */
class CharacterMapTest {
  /** A tree of one key, U+0341, which becomes U+0301. */
  private static CharacterMap toneMark() {
    int units = 0x401;
    byte[] text = "\u0301\0".getBytes(StandardCharsets.UTF_8);
    ByteBuffer table = ByteBuffer.allocate(4 + units * 4 + text.length);
    table.order(ByteOrder.LITTLE_ENDIAN).putInt(0, units * 4);
    table.putInt(4, 0x100 << 10);
    table.putInt(4 + 4 * 0x1CD, 0xCD | (0x1CD ^ 0x300) << 10);
    table.putInt(4 + 4 * 0x381, 0x81 | 1 << 8 | (0x381 ^ 0x400) << 10);
    table.putInt(4 + 4 * 0x400, 1 << 31);
    table.put(4 + units * 4, text);
    return CharacterMap.of(Base64.getEncoder().encodeToString(table.array()));
  }

  private static void becomes(String expected, String text) {
    assertEquals(expected, toneMark().apply(text));
  }

  @Test
  void replacesCharactersThatTheTableHas() {
    becomes("\u0301", "\u0341");
    becomes("\u0301a", "\u0341a");
    becomes("a", "a");
  }

  @Test
  void looksShortGraphemesUpWhole() {
    becomes("\u0301", "\u0341\ufe03");
    becomes("a\u0301\ufe03", "a\u0341\ufe03");
  }

  @Test
  void charactersNotAssignedYetTakeAccents() {
    becomes("\u0e63\u0301\ufe03", "\u0e63\u0341\ufe03");
    becomes("\u0378\u0301\u0300", "\u0378\u0341\u0300");
  }

  @Test
  void ignorableOnesTakeNone() {
    becomes("\u2065\u0301", "\u2065\u0341\u0300");
    becomes("\r\n\u0301", "\r\n\u0341\u0300");
  }
}
