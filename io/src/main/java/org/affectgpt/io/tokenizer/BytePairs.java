package org.affectgpt.io.tokenizer;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongHeapPriorityQueue;
import java.util.List;

/**
 * The merging of byte-pair encoding (Sennrich et al. 2016): neighbours whose pair was learned first
 * are merged first, the leftmost of equals, until no pair is known.
 */
final class BytePairs {
  /** The pair {@code left, right} becomes {@code merged}; its rank is its place in the list. */
  record Merge(int left, int right, int merged) {}

  /** Up to this length a plain search for the best pair beats a queue. */
  private static final int SHORT = 24;

  private static final int NO_RANK = Integer.MAX_VALUE;

  private final int[] merged;
  private final Long2IntOpenHashMap rankOfPair;

  /** Whether two pairs become one token; only the queue then treats them as the reference does. */
  private final boolean ambiguous;

  BytePairs(List<Merge> merges) {
    merged = new int[merges.size()];
    rankOfPair = new Long2IntOpenHashMap(merges.size(), 0.5f);
    rankOfPair.defaultReturnValue(NO_RANK);
    IntOpenHashSet results = new IntOpenHashSet(merges.size());
    boolean repeats = false;
    for (int rank = 0; rank < merged.length; rank++) {
      Merge merge = merges.get(rank);
      merged[rank] = merge.merged;
      rankOfPair.put(pair(merge.left, merge.right), rank);
      repeats |= !results.add(merge.merged);
    }
    ambiguous = repeats;
  }

  private static long pair(int left, int right) {
    return (long) left << 32 | right;
  }

  private int rank(int left, int right) {
    return rankOfPair.get(pair(left, right));
  }

  /** Appends what becomes of {@code symbols[0 .. n)}, which is overwritten. */
  void merge(int[] symbols, int n, IntArrayList out) {
    if (n <= SHORT && !ambiguous) {
      mergeShort(symbols, n, out);
    } else {
      mergeLong(symbols, n, out);
    }
  }

  private void mergeShort(int[] symbols, int n, IntArrayList out) {
    int[] ranks = new int[SHORT];
    for (int i = 0; i + 1 < n; i++) {
      ranks[i] = rank(symbols[i], symbols[i + 1]);
    }
    int alive = n;
    while (true) {
      int best = 0;
      int bestRank = NO_RANK;
      for (int i = 0; i + 1 < alive; i++) {
        if (ranks[i] < bestRank) {
          bestRank = ranks[i];
          best = i;
        }
      }
      if (bestRank == NO_RANK) {
        break;
      }
      symbols[best] = merged[bestRank];
      alive--;
      for (int i = best + 1; i < alive; i++) {
        symbols[i] = symbols[i + 1];
        ranks[i] = ranks[i + 1];
      }
      ranks[best] = best + 1 < alive ? rank(symbols[best], symbols[best + 1]) : NO_RANK;
      if (best > 0) {
        ranks[best - 1] = rank(symbols[best - 1], symbols[best]);
      }
    }
    out.addElements(out.size(), symbols, 0, alive);
  }

  /** Symbols form a list linked by their positions; the queue holds rank and left position. */
  private void mergeLong(int[] symbols, int n, IntArrayList out) {
    int[] next = new int[n];
    int[] previous = new int[n];
    LongHeapPriorityQueue queue = new LongHeapPriorityQueue(Math.max(n, 1));
    for (int i = 0; i < n; i++) {
      previous[i] = i - 1;
      next[i] = i + 1 < n ? i + 1 : -1;
      if (i + 1 < n) {
        enqueue(queue, symbols, i, i + 1);
      }
    }
    while (!queue.isEmpty()) {
      long head = queue.dequeueLong();
      int left = (int) head;
      int right = symbols[left] < 0 ? -1 : next[left];
      int result = merged[(int) (head >>> 32)];
      if (right < 0 || !becomes(symbols[left], symbols[right], result)) {
        continue;
      }
      symbols[left] = result;
      symbols[right] = -1;
      next[left] = next[right];
      if (next[left] >= 0) {
        previous[next[left]] = left;
        enqueue(queue, symbols, left, next[left]);
      }
      if (previous[left] >= 0) {
        enqueue(queue, symbols, previous[left], left);
      }
    }
    for (int i = 0; i >= 0 && i < n; i = next[i]) {
      out.add(symbols[i]);
    }
  }

  /** As in the reference, an outdated entry still counts if its pair now gives the same token. */
  private boolean becomes(int left, int right, int result) {
    int rank = rank(left, right);
    return rank != NO_RANK && merged[rank] == result;
  }

  private void enqueue(LongHeapPriorityQueue queue, int[] symbols, int left, int right) {
    long rank = rank(symbols[left], symbols[right]);
    if (rank != NO_RANK) {
      queue.enqueue(rank << 32 | left);
    }
  }
}
