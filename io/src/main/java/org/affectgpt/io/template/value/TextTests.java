package org.affectgpt.io.template.value;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The methods of strings that ask what characters they are of. */
public final class TextTests {
  private TextTests() {}

  static Member.@Nullable Function of(Text t, String name) {
    return switch (name) {
      case "isalnum" -> test(name, all(t, c -> Characters.isAlpha(c) || Characters.isNumeric(c)));
      case "isalpha" -> test(name, all(t, Characters::isAlpha));
      case "isdecimal" -> test(name, all(t, Characters::isDecimal));
      case "isdigit" -> test(name, all(t, Characters::isDigit));
      case "isnumeric" -> test(name, all(t, Characters::isNumeric));
      case "isspace" -> test(name, all(t, Characters::isSpace));
      case "isascii" -> test(name, t.length() == 0 || all(t, c -> c < 0x80));
      case "isprintable" ->
          test(name, t.length() == 0 || all(t, c -> c == ' ' || Characters.isPrintable(c)));
      case "islower" -> test(name, isLower(t));
      case "isupper" -> test(name, isUpper(t));
      case "istitle" -> test(name, isTitle(t));
      default -> null;
    };
  }

  private static Member.Function test(String name, boolean holds) {
    return a -> {
      a.bind(name, 0);
      return Value.Bool.of(holds);
    };
  }

  private static boolean all(Text t, IntPredicate test) {
    for (int i = 0; i < t.length(); i++) {
      if (!test.test(t.at(i))) {
        return false;
      }
    }
    return t.length() > 0;
  }

  /** Whether all its letters that have a case are small, and there is one. */
  public static boolean isLower(Text t) {
    return isOf(t, Characters::isLower);
  }

  /** Whether all its letters that have a case are capitals, and there is one. */
  public static boolean isUpper(Text t) {
    return isOf(t, Characters::isUpper);
  }

  private static boolean isOf(Text t, IntPredicate wanted) {
    boolean found = false;
    for (int i = 0; i < t.length(); i++) {
      if (wanted.test(t.at(i))) {
        found = true;
      } else if (Characters.isCased(t.at(i))) {
        return false;
      }
    }
    return found;
  }

  private static boolean isTitle(Text t) {
    boolean found = false;
    boolean within = false;
    for (int i = 0; i < t.length(); i++) {
      int c = t.at(i);
      boolean large = Characters.isUpper(c) || Characters.isTitle(c);
      if ((large && within) || (Characters.isLower(c) && !within)) {
        return false;
      }
      within = Characters.isCased(c);
      found |= within;
    }
    return found;
  }
}
