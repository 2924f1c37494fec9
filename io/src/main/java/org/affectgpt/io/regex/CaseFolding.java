package org.affectgpt.io.regex;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;

/**
 * Case-insensitive matching by Unicode's simple case folding. (Foldings to several characters, such
 * as that of the German sharp s, are not followed.)
 */
final class CaseFolding {
  private static final int CASELESS = 0x20000;
  private static final int DOTTED_CAPITAL_I = 0x130;
  private static final int DOTLESS_SMALL_I = 0x131;

  /** The characters that have cases, and what each folds to. */
  private final IntArrayList cased = new IntArrayList();

  private final IntArrayList folded = new IntArrayList();

  CaseFolding() {
    for (int c = 0; c < CASELESS; c++) {
      int fold = Character.toLowerCase(Character.toUpperCase(c));
      boolean turkish = c == DOTTED_CAPITAL_I || c == DOTLESS_SMALL_I;
      if (!turkish && (fold != c || Character.toUpperCase(c) != c)) {
        cased.add(c);
        folded.add(fold);
      }
    }
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
}
