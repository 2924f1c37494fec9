package org.affectgpt.io.regex;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The characters divided into classes that no set of an expression tells apart, so that membership
 * is two table look-ups.
 */
final class CharClasses {
  private static final int BMP = 0x10000;

  private final char[] classOfBmp = new char[BMP];
  private final int[] begins;
  private final char[] classOfInterval;
  private final boolean[] member;
  private final int count;

  CharClasses(List<CharSet> sets) {
    int[] cuts =
        sets.stream().flatMapToInt(s -> Arrays.stream(s.changes())).sorted().distinct().toArray();
    IntArrayList starts = new IntArrayList(cuts.length + 1);
    starts.add(0);
    for (int cut : cuts) {
      if (cut > 0 && cut < CharSet.END) {
        starts.add(cut);
      }
    }
    begins = starts.toIntArray();
    classOfInterval = new char[begins.length];
    Object2IntOpenHashMap<BitSet> classes = new Object2IntOpenHashMap<>();
    classes.defaultReturnValue(-1);
    int[] passed = new int[sets.size()];
    BitSet inside = new BitSet();
    for (int i = 0; i < begins.length; i++) {
      for (int s = 0; s < passed.length; s++) {
        int[] changes = sets.get(s).changes();
        while (passed[s] < changes.length && changes[passed[s]] <= begins[i]) {
          passed[s]++;
        }
        inside.set(s, (passed[s] & 1) == 1);
      }
      int known = classes.getInt(inside);
      if (known < 0) {
        known = classes.size();
        classes.put((BitSet) inside.clone(), known);
      }
      classOfInterval[i] = (char) known;
      int end = i + 1 < begins.length ? begins[i + 1] : CharSet.END;
      if (begins[i] < BMP) {
        Arrays.fill(classOfBmp, begins[i], Math.min(end, BMP), (char) known);
      }
    }
    count = classes.size();
    member = new boolean[sets.size() * count];
    classes
        .object2IntEntrySet()
        .forEach(e -> e.getKey().stream().forEach(s -> member[s * count + e.getIntValue()] = true));
  }

  /** Whether a set, by its place in the list, holds a code point. */
  boolean holds(int set, int c) {
    return member[set * count + classOf(c)];
  }

  private int classOf(int c) {
    if (c < BMP) {
      return classOfBmp[c];
    }
    int at = Arrays.binarySearch(begins, c);
    return classOfInterval[at >= 0 ? at : -at - 2];
  }
}
