package org.affectgpt.io.regex;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Case-insensitive matching by Unicode's case folding: that of a character to another, and that of
 * a hundred characters to several, such as the German sharp s to {@code ss}.
 */
final class CaseFolding {
  private static final int CASELESS = 0x20000;
  private static final int DOTTED_CAPITAL_I = 0x130;
  private static final int DOTLESS_SMALL_I = 0x131;
  private static final int CAPITAL_SHARP_S = 0x1E9E;

  /** The characters that have cases, and what each folds to. */
  private final IntArrayList cased = new IntArrayList();

  private final IntArrayList folded = new IntArrayList();

  /** The characters that fold to several, by what they fold to. */
  private final Map<String, IntArrayList> multiple = new LinkedHashMap<>();

  /** What the texts that several characters fold to begin with. */
  private final IntOpenHashSet beginnings = new IntOpenHashSet();

  private int longest;

  /** Made once, when the first expression asks for it. */
  private static final class Made {
    static final CaseFolding FOLDING = new CaseFolding();
  }

  /** The foldings; threads may share them. */
  static CaseFolding get() {
    return Made.FOLDING;
  }

  private CaseFolding() {
    Map<Integer, IntArrayList> alike = new LinkedHashMap<>();
    for (int c = 0; c < CASELESS; c++) {
      int one = c == DOTTED_CAPITAL_I || c == DOTLESS_SMALL_I ? c : fold(c);
      String full = full(c);
      if (full.codePointCount(0, full.length()) > 1) {
        IntArrayList from = multiple.computeIfAbsent(full, f -> new IntArrayList());
        from.add(c);
        longest = Math.max(longest, full.length());
        beginnings.add(full.codePointAt(0));
        // What folds to the same characters is the same: the two sharp s, the ligatures st.
        one = from.getInt(0);
      }
      alike.computeIfAbsent(one, f -> new IntArrayList()).add(c);
    }
    alike.forEach(
        (fold, characters) -> {
          if (characters.size() > 1) {
            for (int c : characters) {
              cased.add(c);
              folded.add((int) fold);
            }
          }
        });
  }

  private static int fold(int c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  private static String full(int c) {
    if (c == CAPITAL_SHARP_S) {
      return "ss";
    } else if (c == DOTTED_CAPITAL_I) {
      return "i\u0307";
    }
    String upper = Character.toString(c).toUpperCase(Locale.ROOT);
    StringBuilder full = new StringBuilder();
    upper.codePoints().forEach(u -> full.appendCodePoint(Character.toLowerCase(u)));
    return full.toString();
  }

  /** All characters that fold to what a member of the set folds to. */
  CharSet close(CharSet set) {
    IntOpenHashSet reached = new IntOpenHashSet();
    for (int i = 0; i < cased.size(); i++) {
      if (set.contains(cased.getInt(i))) {
        reached.add(folded.getInt(i));
      }
    }
    if (reached.isEmpty()) {
      return set;
    }
    IntArrayList others = new IntArrayList();
    for (int i = 0; i < cased.size(); i++) {
      if (reached.contains(folded.getInt(i))) {
        others.add(cased.getInt(i));
      }
    }
    return set.union(CharSet.of(others.toIntArray()));
  }

  /** What members of the set fold to, where that is several characters. */
  List<String> multiple(CharSet set) {
    List<String> folds = new ArrayList<>();
    multiple.forEach(
        (fold, from) -> {
          if (from.intStream().anyMatch(set::contains)) {
            folds.add(fold);
          }
        });
    return folds;
  }

  /** How many of the characters from {@code at} on are together what others fold to; 0 if none. */
  int together(List<Integer> characters, int at) {
    if (!beginnings.contains(fold(characters.get(at)))) {
      return 0;
    }
    StringBuilder text = new StringBuilder();
    int found = 0;
    for (int i = at; i < characters.size() && text.length() < longest; i++) {
      text.appendCodePoint(fold(characters.get(i)));
      if (multiple.containsKey(text.toString())) {
        found = i + 1 - at;
      }
    }
    return found;
  }

  /** The characters that fold to what these fold to together. */
  CharSet folding(List<Integer> characters) {
    StringBuilder text = new StringBuilder();
    characters.forEach(c -> text.appendCodePoint(fold(c)));
    IntArrayList from = multiple.get(text.toString());
    return from == null ? CharSet.NONE : CharSet.of(from.toIntArray());
  }
}
