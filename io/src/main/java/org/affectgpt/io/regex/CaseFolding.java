package org.affectgpt.io.regex;

import it.unimi.dsi.fastutil.ints.Int2IntMap;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;

/**
 * Case-insensitive matching by Unicode's simple case folding. (Foldings to several characters, such
 * as that of the German sharp s, are not followed.)
 */
final class CaseFolding {
  private static final int DOTTED_CAPITAL_I = 0x130;
  private static final int DOTLESS_SMALL_I = 0x131;

  private final Int2IntOpenHashMap folds = new Int2IntOpenHashMap();

  CaseFolding() {
    for (int c = 0; c < 0x20000; c++) {
      int fold = Character.toLowerCase(Character.toUpperCase(c));
      boolean turkish = c == DOTTED_CAPITAL_I || c == DOTLESS_SMALL_I;
      if (!turkish && (fold != c || Character.toUpperCase(c) != c)) {
        folds.put(c, fold);
      }
    }
  }

  /** All characters that fold to what a member of the set folds to. */
  CharSet close(CharSet set) {
    IntOpenHashSet reached = new IntOpenHashSet();
    for (Int2IntMap.Entry e : folds.int2IntEntrySet()) {
      if (set.contains(e.getIntKey())) {
        reached.add(e.getIntValue());
      }
    }
    if (reached.isEmpty()) {
      return set;
    }
    IntArrayList others = new IntArrayList();
    for (Int2IntMap.Entry e : folds.int2IntEntrySet()) {
      if (reached.contains(e.getIntValue())) {
        others.add(e.getIntKey());
      }
    }
    return set.union(CharSet.of(others.toIntArray()));
  }
}
