package org.affectgpt.io.tokenizer.unicode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;

/**
 * What characters are to the {@code tokenizers} library (0.23.2), whose tables are older than
 * Java's: {@code letters.txt} holds the sets that it was seen to use.
 */
public final class Letters {
  private static final int DOTTED_CAPITAL_I = 0x130;
  private static final Map<String, BitSet> SETS = read();

  private Letters() {}

  private static Map<String, BitSet> read() {
    Map<String, BitSet> sets = new HashMap<>();
    try (InputStream in =
        Objects.requireNonNull(Letters.class.getResourceAsStream("letters.txt"))) {
      BitSet set = new BitSet();
      for (String word : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\\s+", -1)) {
        if (word.matches("[0-9a-f]+(-[0-9a-f]+)?")) {
          int dash = word.indexOf('-');
          int first = Integer.parseInt(dash < 0 ? word : word.substring(0, dash), 16);
          set.set(first, Integer.parseInt(word.substring(dash + 1), 16) + 1);
        } else {
          set = new BitSet();
          sets.put(word, set);
        }
      }
      return Map.copyOf(sets);
    } catch (IOException e) {
      throw new IllegalStateException("letters.txt", e);
    }
  }

  private static BitSet set(String name) {
    return Objects.requireNonNull(SETS.get(name));
  }

  /** A control, format or private character. */
  public static boolean isControl(int c) {
    return set("control").get(c);
  }

  /** An accent that takes no room of its own. */
  public static boolean isNonspacingMark(int c) {
    return set("nonspacing").get(c);
  }

  /** A character that joins the one before it. */
  public static boolean isMark(int c) {
    return set("mark").get(c);
  }

  /** A Chinese character, as BERT counts them. */
  public static boolean isChinese(int c) {
    return set("chinese").get(c);
  }

  /** Unicode's White_Space property. */
  public static boolean isSpace(int c) {
    return (c >= 9 && c <= 13) || c == 0x85 || Character.isSpaceChar(c);
  }

  /** The text without some of its characters. */
  public static String without(String text, IntPredicate dropped) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints().filter(dropped.negate()).forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /**
   * The text with an ordinary letter of the same length for every character not assigned yet: Java
   * takes those for controls, which no accent joins, the standard (UAX 29) only the ignorable ones.
   */
  static String assigned(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> isUnknown(c) ? (c < 0x10000 ? 'a' : 0x10000) : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  private static boolean isUnknown(int c) {
    boolean ignorable =
        c == 0x2065 || (c >= 0xFFF0 && c <= 0xFFF8) || (c >= 0xE0000 && c <= 0xE0FFF);
    return Character.getType(c) == Character.UNASSIGNED && !ignorable;
  }

  /** Character by character, so that no sigma knows that it is the last. */
  public static String lowercase(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == DOTTED_CAPITAL_I) {
                lower.append("i\u0307");
              } else {
                lower.appendCodePoint(Character.toLowerCase(c) + newCase(c));
              }
            });
    return lower.toString();
  }

  /** How far the small letter lies from a capital that Unicode 17 added; 0 for others. */
  private static int newCase(int c) {
    if (c == 0xA7CE || c == 0xA7D2 || c == 0xA7D4) {
      return 1;
    }
    return c >= 0x16EA0 && c <= 0x16EB8 ? 0x1B : 0;
  }

  /** The normalisation of machine translation: controls go, rare white space becomes a space. */
  public static String nmt(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isNmtSpace(c)) {
                out.append(' ');
              } else if (!isNmtControl(c)) {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  private static boolean isNmtControl(int c) {
    return (c >= 1 && c <= 8)
        || c == 0x0B
        || (c >= 0x0E && c <= 0x1F)
        || c == 0x7F
        || c == 0x8F
        || c == 0x9F;
  }

  private static boolean isNmtSpace(int c) {
    return c == 9
        || c == 0x0A
        || c == 0x0C
        || c == 0x0D
        || c == 0x1680
        || (c >= 0x200B && c <= 0x200F)
        || c == 0x2028
        || c == 0x2029
        || c == 0x2581
        || c == 0xFEFF
        || c == 0xFFFD;
  }
}
