package org.affectgpt.io.tokenizer;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Learns merges from counted words: again and again the most frequent pair of neighbours becomes a
 * token, of equally frequent ones the pair with the smaller ids. Counts are kept up to date where a
 * merge changes a word; queue entries may be out of date and are corrected when they come up.
 */
final class PairLearner {
  private record Candidate(long pair, long count, IntOpenHashSet words)
      implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      int byCount = Long.compare(other.count, count);
      return byCount != 0 ? byCount : Long.compare(pair, other.pair);
    }
  }

  private final Object2IntOpenHashMap<String> ids;
  private final List<String> tokens;
  private final List<IntArrayList> words = new ArrayList<>();
  private final IntArrayList wordCounts = new IntArrayList();
  private final Long2LongOpenHashMap pairCounts = new Long2LongOpenHashMap();

  /** Which words gained which pairs since the queue was last fed. */
  private final Long2ObjectOpenHashMap<IntOpenHashSet> gained = new Long2ObjectOpenHashMap<>();

  /** A learner that starts from these tokens and adds to both of them. */
  PairLearner(Object2IntOpenHashMap<String> ids, List<String> tokens) {
    this.ids = ids;
    this.tokens = tokens;
  }

  private static long pair(int left, int right) {
    return (long) left << 32 | right;
  }

  /** Counts a word, written in the byte alphabet. */
  void addWord(String word, int count) {
    IntArrayList symbols = new IntArrayList(word.length());
    for (int i = 0; i < word.length(); i++) {
      symbols.add(ids.getInt(String.valueOf(word.charAt(i))));
    }
    for (int i = 0; i + 1 < symbols.size(); i++) {
      change(pair(symbols.getInt(i), symbols.getInt(i + 1)), count, words.size());
    }
    words.add(symbols);
    wordCounts.add(count);
  }

  private void change(long pair, int count, int word) {
    pairCounts.addTo(pair, count);
    if (count > 0) {
      gained.computeIfAbsent(pair, p -> new IntOpenHashSet()).add(word);
    }
  }

  /** Learns merges until there are {@code size} tokens or no pair is frequent enough. */
  List<BytePairs.Merge> learn(int size, int minFrequency) {
    List<BytePairs.Merge> merges = new ArrayList<>();
    PriorityQueue<Candidate> queue = new PriorityQueue<>();
    feed(queue);
    while (tokens.size() < size && !queue.isEmpty()) {
      Candidate top = queue.remove();
      long count = pairCounts.get(top.pair);
      if (count != top.count) {
        queue.add(new Candidate(top.pair, count, top.words));
        continue;
      }
      if (count < Math.max(1, minFrequency)) {
        break;
      }
      int left = (int) (top.pair >>> 32);
      int right = (int) top.pair;
      int merged = token(tokens.get(left) + tokens.get(right));
      merges.add(new BytePairs.Merge(left, right, merged));
      for (int word : top.words) {
        merge(word, left, right, merged);
      }
      feed(queue);
    }
    return merges;
  }

  private int token(String text) {
    int id = ids.getInt(text);
    if (id < 0) {
      id = tokens.size();
      ids.put(text, id);
      tokens.add(text);
    }
    return id;
  }

  private void feed(PriorityQueue<Candidate> queue) {
    gained
        .long2ObjectEntrySet()
        .fastForEach(
            e -> {
              long count = pairCounts.get(e.getLongKey());
              if (count > 0) {
                queue.add(new Candidate(e.getLongKey(), count, e.getValue()));
              }
            });
    gained.clear();
  }

  private void merge(int word, int left, int right, int merged) {
    IntArrayList symbols = words.get(word);
    int count = wordCounts.getInt(word);
    int kept = 0;
    for (int i = 0; i < symbols.size(); i++) {
      int symbol = symbols.getInt(i);
      if (symbol == left && i + 1 < symbols.size() && symbols.getInt(i + 1) == right) {
        if (kept > 0) {
          change(pair(symbols.getInt(kept - 1), left), -count, word);
          change(pair(symbols.getInt(kept - 1), merged), count, word);
        }
        if (i + 2 < symbols.size()) {
          change(pair(right, symbols.getInt(i + 2)), -count, word);
          change(pair(merged, symbols.getInt(i + 2)), count, word);
        }
        symbol = merged;
        i++;
      }
      symbols.set(kept++, symbol);
    }
    symbols.size(kept);
  }
}
