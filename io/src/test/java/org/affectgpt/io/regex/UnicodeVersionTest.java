package org.affectgpt.io.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * The tables of {@link CharProperties} and {@link CaseFolding} are the JDK's. They have to hold the
 * Unicode version of the Oniguruma inside the {@code tokenizers} library, 16.0.
 *
 * <p>If this fails after a change of the JDK: compare every {@code \p{...}}, {@code \s}, {@code \w}
 * and case folding with that library over all code points, note differences beside the sets in
 * {@link CharProperties}, {@code NUMBER} and {@code PUNCTUATION} of the pre-tokenizers, and {@code
 * letters.txt}, and only then set the counts below anew.
 */
class UnicodeVersionTest {
  private static int size(CharSet set) {
    int size = 0;
    for (int i = 0; i + 1 < set.changes().length; i += 2) {
      size += set.changes()[i + 1] - set.changes()[i];
    }
    return size;
  }

  @Test
  void theTablesHoldUnicode16() {
    String advice = "the JDK holds another Unicode; see the comment of this test";
    CharProperties properties = new CharProperties();
    // Unicode 16: Garay capitals, Todhri letters, Outlined Latin capitals (symbols).
    assertEquals(Character.UPPERCASE_LETTER, Character.getType(0x10D50), advice);
    assertEquals(Character.OTHER_LETTER, Character.getType(0x105C0), advice);
    assertEquals(Character.OTHER_SYMBOL, Character.getType(0x1CCD6), advice);
    assertEquals(Character.LOWERCASE_LETTER, Character.getType(0xA7CD), advice);
    // Unicode 17: Sidetic letters, Tolong Siki digits, CJK extension J.
    assertEquals(Character.UNASSIGNED, Character.getType(0x10940), advice);
    assertEquals(Character.UNASSIGNED, Character.getType(0x11DE0), advice);
    assertEquals(Character.UNASSIGNED, Character.getType(0x323B0), advice);
    assertEquals(141028, size(properties.named("l")), advice);
    assertEquals(1911, size(properties.named("n")), advice);
    assertEquals(855, size(properties.named("p")), advice);
    assertTrue(size(properties.named("m")) == 2501, advice);
  }

  @Test
  void theFoldingsToSeveralCharactersAreThoseOfUnicode16() {
    CaseFolding folding = CaseFolding.get();
    assertEquals(73, folding.multiple(CharSet.ALL).size());
  }
}
