package org.affectgpt.io.regex;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sets behind {@code \p{...}}, {@code [:...:]} and the class letters, each made at its first
 * use. Java 25 and Oniguruma 6.9.10 both hold Unicode 16; the exceptions are noted where they are.
 */
final class CharProperties {
  /** Long and short names of Unicode's general categories, and Java's numbers of them. */
  private static final String[] CATEGORIES = {
    "lu uppercaseletter 1",
    "ll lowercaseletter 2",
    "lt titlecaseletter 3",
    "lm modifierletter 4",
    "lo otherletter 5",
    "mn nonspacingmark 6",
    "me enclosingmark 7",
    "mc spacingmark 8",
    "nd decimalnumber 9",
    "nl letternumber 10",
    "no othernumber 11",
    "zs spaceseparator 12",
    "zl lineseparator 13",
    "zp paragraphseparator 14",
    "cc control 15",
    "cf format 16",
    "co privateuse 18",
    "cs surrogate 19",
    "pd dashpunctuation 20",
    "ps openpunctuation 21",
    "pe closepunctuation 22",
    "pc connectorpunctuation 23",
    "po otherpunctuation 24",
    "sm mathsymbol 25",
    "sc currencysymbol 26",
    "sk modifiersymbol 27",
    "so othersymbol 28",
    "pi initialpunctuation 29",
    "pf finalpunctuation 30",
    "cn unassigned 0",
    "l letter 1 2 3 4 5",
    "lc casedletter 1 2 3",
    "m mark 6 7 8",
    "n number 9 10 11",
    "z separator 12 13 14",
    "c other 0 15 16 18 19",
    "p punctuation 20 21 22 23 24 29 30",
    "s symbol 25 26 27 28"
  };

  private final Map<String, CharSet> known = new HashMap<>();

  /** {@code \s}: Unicode's White_Space. */
  CharSet space() {
    return named("space");
  }

  CharSet digit() {
    return named("nd");
  }

  /** {@code \w}: that of Latin-1 holds its superscript digits and fractions as well. */
  CharSet word() {
    return named("word").union(CharSet.of(0xB2, 0xB3, 0xB9, 0xBC, 0xBD, 0xBE));
  }

  CharSet hexDigit() {
    return named("xdigit");
  }

  /**
   * The set of a property.
   *
   * @throws IllegalArgumentException if none is known by this name
   */
  CharSet named(String name) {
    String key = name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
    CharSet set = known.get(key);
    if (set == null) {
      set = make(key);
      if (set == null) {
        throw new IllegalArgumentException("its regular expression has the unknown class " + name);
      }
      known.put(key, set);
    }
    return set;
  }

  /** {@code [:punct:]} and so on: punctuation then includes symbols. */
  CharSet posix(String name) {
    return name.equals("punct") ? named("p").union(named("s")) : named(name);
  }

  private @Nullable CharSet make(String key) {
    for (String category : CATEGORIES) {
      String[] parts = category.split(" ", -1);
      if (key.equals(parts[0]) || key.equals(parts[1])) {
        long types = 0;
        for (int i = 2; i < parts.length; i++) {
          types |= 1L << Integer.parseInt(parts[i]);
        }
        long wanted = types;
        return CharSet.where(c -> (wanted >>> Character.getType(c) & 1) == 1);
      }
    }
    CharSet set = binary(key);
    return set != null ? set : script(key);
  }

  private @Nullable CharSet binary(String key) {
    return switch (key) {
      case "any" -> CharSet.ALL;
      case "assigned" -> named("cn").negate();
      case "ascii" -> CharSet.range(0, 0x7F);
      case "alphabetic", "alpha" -> CharSet.where(Character::isAlphabetic);
      case "uppercase", "upper" -> CharSet.where(Character::isUpperCase);
      case "lowercase", "lower" -> CharSet.where(Character::isLowerCase);
      case "whitespace", "space" -> CharSet.range(9, 13).union(CharSet.of(0x85)).union(named("z"));
      case "blank" -> named("zs").union(CharSet.of('\t'));
      case "cntrl" -> named("cc");
      case "digit" -> named("nd");
      case "xdigit", "asciihexdigit" ->
          CharSet.range('0', '9').union(CharSet.range('a', 'f')).union(CharSet.range('A', 'F'));
      case "alnum" -> named("alpha").union(named("nd"));
      case "punct" -> named("p");
      case "graph" ->
          named("space").union(named("cc")).union(named("cn")).union(named("cs")).negate();
      case "print" -> named("graph").union(named("zs"));
      case "word" -> named("alpha").union(named("m")).union(named("nd")).union(named("pc"));
      default -> null;
    };
  }

  private static @Nullable CharSet script(String key) {
    for (Character.UnicodeScript script : Character.UnicodeScript.values()) {
      if (script.name().replace("_", "").equalsIgnoreCase(key)) {
        return CharSet.where(c -> Character.UnicodeScript.of(c) == script);
      }
    }
    return null;
  }
}
