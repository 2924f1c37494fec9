package org.affectgpt.io.tokenizer;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.Arrays;

/** The tokens as a tree of their UTF-16 units, for all that begin at a place. */
final class TokenTree {
  /** Receives a token that ends at {@code end}. */
  @FunctionalInterface
  interface Found {
    void accept(int end, int id);
  }

  /** From node and unit to node; the root is 0. */
  private final Long2IntOpenHashMap children;

  private final int[] tokenOfNode;

  TokenTree(Vocabulary vocabulary) {
    children = new Long2IntOpenHashMap(vocabulary.size() * 2, 0.5f);
    children.defaultReturnValue(-1);
    int[] tokens = new int[vocabulary.size() * 2 + 2];
    int nodes = 1;
    tokens[0] = -1;
    for (int id = 0; id < vocabulary.size(); id++) {
      String token = vocabulary.token(id);
      int node = 0;
      for (int i = 0; token != null && i < token.length(); i++) {
        long edge = edge(node, token.charAt(i));
        node = children.get(edge);
        if (node < 0) {
          node = nodes++;
          children.put(edge, node);
          if (node == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * node);
          }
          tokens[node] = -1;
        }
      }
      if (node > 0) {
        tokens[node] = id;
      }
    }
    tokenOfNode = tokens;
  }

  private static long edge(int node, char unit) {
    return (long) node << 16 | unit;
  }

  /** Finds the tokens that {@code text[from .. to)} begins with, the shortest first. */
  void prefixes(String text, int from, int to, Found found) {
    int node = 0;
    for (int at = from; at < to; at++) {
      node = children.get(edge(node, text.charAt(at)));
      if (node < 0) {
        return;
      }
      if (tokenOfNode[node] >= 0) {
        found.accept(at + 1, tokenOfNode[node]);
      }
    }
  }
}
