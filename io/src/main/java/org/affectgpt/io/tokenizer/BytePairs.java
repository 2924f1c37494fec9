package org.affectgpt.io.tokenizer;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongHeapPriorityQueue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Byte-pair encoding of one piece of text (Sennrich et al. 2016): starting from single bytes, the
 * neighbours whose pair was learned first are merged, leftmost first, until no pair is known.
 * Pieces seen before are answered from a cache.
 */
final class BytePairs {
  /** The pair {@code left, right} becomes {@code merged}; its rank is its place in the list. */
  record Merge(int left, int right, int merged) {}

  /** Immutable, so that threads may race for a slot: they lose work, never correctness. */
  private static final class CachedPiece {
    final String text;
    final int[] ids;

    CachedPiece(String text, int[] ids) {
      this.text = text;
      this.ids = ids;
    }
  }

  private static final int CACHE_BITS = 15;
  private static final int LONGEST_CACHED = 48;

  private final Vocabulary vocabulary;
  private final boolean ignoreMerges;
  private final int[] idOfByte = new int[256];
  private final int[] merged;
  private final Long2LongOpenHashMap rankOfPair;

  private final @Nullable CachedPiece[] cache = new CachedPiece[1 << CACHE_BITS];

  BytePairs(Vocabulary vocabulary, List<Merge> merges, boolean ignoreMerges) {
    this.vocabulary = vocabulary;
    this.ignoreMerges = ignoreMerges;
    for (int b = 0; b < 256; b++) {
      idOfByte[b] = vocabulary.id(String.valueOf(ByteAlphabet.charOf(b)));
    }
    merged = new int[merges.size()];
    rankOfPair = new Long2LongOpenHashMap(merges.size());
    rankOfPair.defaultReturnValue(-1);
    for (int rank = 0; rank < merged.length; rank++) {
      Merge merge = merges.get(rank);
      merged[rank] = merge.merged;
      rankOfPair.put(pair(merge.left, merge.right), rank);
    }
  }

  private static long pair(int left, int right) {
    return (long) left << 32 | right;
  }

  /** Appends the ids of {@code text[from .. to)}. */
  void encode(String text, int from, int to, IntArrayList out) {
    int length = to - from;
    if (length > LONGEST_CACHED) {
      out.addElements(out.size(), merge(text.substring(from, to)));
      return;
    }
    int hash = length;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + text.charAt(i);
    }
    int slot = (hash * 0x9E3779B9) >>> (32 - CACHE_BITS);
    CachedPiece entry = cache[slot];
    if (entry == null || entry.text.length() != length || !text.startsWith(entry.text, from)) {
      String piece = text.substring(from, to);
      entry = new CachedPiece(piece, merge(piece));
      cache[slot] = entry;
    }
    out.addElements(out.size(), entry.ids);
  }

  private int[] merge(String piece) {
    if (ignoreMerges) {
      int whole = vocabulary.id(ByteAlphabet.encode(piece));
      if (whole >= 0) {
        return new int[] {whole};
      }
    }
    byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
    int[] symbols = new int[bytes.length];
    int n = 0;
    for (byte b : bytes) {
      int id = idOfByte[b & 0xFF];
      if (id >= 0) {
        symbols[n++] = id;
      }
    }
    return mergeSymbols(symbols, n);
  }

  /** Symbols form a list linked by their positions; the queue holds rank and left position. */
  private int[] mergeSymbols(int[] symbols, int n) {
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
    int alive = n;
    while (!queue.isEmpty()) {
      long head = queue.dequeueLong();
      int left = (int) head;
      int right = symbols[left] < 0 ? -1 : next[left];
      if (right < 0 || rankOfPair.get(pair(symbols[left], symbols[right])) != head >>> 32) {
        continue;
      }
      symbols[left] = merged[(int) (head >>> 32)];
      symbols[right] = -1;
      alive--;
      next[left] = next[right];
      if (next[left] >= 0) {
        previous[next[left]] = left;
        enqueue(queue, symbols, left, next[left]);
      }
      if (previous[left] >= 0) {
        enqueue(queue, symbols, previous[left], left);
      }
    }
    int[] ids = new int[alive];
    for (int i = 0, k = 0; k < alive; i = next[i]) {
      ids[k++] = symbols[i];
    }
    return ids;
  }

  private void enqueue(LongHeapPriorityQueue queue, int[] symbols, int left, int right) {
    long rank = rankOfPair.get(pair(symbols[left], symbols[right]));
    if (rank >= 0) {
      queue.enqueue(rank << 32 | left);
    }
  }
}
