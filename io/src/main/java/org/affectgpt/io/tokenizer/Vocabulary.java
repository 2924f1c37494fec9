package org.affectgpt.io.tokenizer;

import it.unimi.dsi.fastutil.objects.Object2IntMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import org.jspecify.annotations.Nullable;

/** Tokens and their numbers, both ways. */
final class Vocabulary {
  private final Object2IntMap<String> ids;
  private final @Nullable String[] tokens;

  /**
   * @throws IllegalArgumentException if a number is negative, given twice, or far larger than the
   *     vocabulary
   */
  Vocabulary(Object2IntOpenHashMap<String> ids) {
    this.ids = ids;
    ids.defaultReturnValue(-1);
    long largest = -1;
    for (Object2IntMap.Entry<String> e : ids.object2IntEntrySet()) {
      if (e.getIntValue() < 0) {
        throw new IllegalArgumentException("token '" + e.getKey() + "' has a negative id");
      }
      largest = Math.max(largest, e.getIntValue());
    }
    if (largest > 4096 + 16L * ids.size()) {
      throw new IllegalArgumentException("has " + ids.size() + " tokens but ids up to " + largest);
    }
    tokens = new String[(int) largest + 1];
    for (Object2IntMap.Entry<String> e : ids.object2IntEntrySet()) {
      if (tokens[e.getIntValue()] != null) {
        throw new IllegalArgumentException(
            "tokens '" + tokens[e.getIntValue()] + "' and '" + e.getKey() + "' share an id");
      }
      tokens[e.getIntValue()] = e.getKey();
    }
  }

  /** The number of a token, or -1. */
  int id(String token) {
    return ids.getInt(token);
  }

  /** The token of a number, or null. */
  @Nullable String token(int id) {
    return id >= 0 && id < tokens.length ? tokens[id] : null;
  }

  /** The most UTF-16 units of a token. */
  int longest() {
    int longest = 0;
    for (String token : ids.keySet()) {
      longest = Math.max(longest, token.length());
    }
    return longest;
  }

  /** How many tokens there are. */
  int count() {
    return ids.size();
  }

  /** One more than the largest number. */
  int size() {
    return tokens.length;
  }
}
