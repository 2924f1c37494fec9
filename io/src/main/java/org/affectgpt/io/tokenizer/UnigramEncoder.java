package org.affectgpt.io.tokenizer;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text in the tokens whose probabilities have the largest product (Viterbi's algorithm). As
 * in the reference, an unknown character counts ten less than the least probable token, and a run
 * of them is one.
 */
final class UnigramEncoder implements PieceEncoder {
  private static final double UNKNOWN_PENALTY = 10;

  private final Vocabulary vocabulary;
  private final WordModel.Unigram model;
  private final double unknownScore;
  private final TokenTree tree;
  private final int[] bytes = new int[256];

  UnigramEncoder(Vocabulary vocabulary, WordModel.Unigram model) {
    this.vocabulary = vocabulary;
    this.model = model;
    this.tree = new TokenTree(vocabulary);
    double least = Double.POSITIVE_INFINITY;
    for (double score : model.scores()) {
      least = Math.min(least, score);
    }
    unknownScore = least - UNKNOWN_PENALTY;
    for (int b = 0; b < bytes.length; b++) {
      bytes[b] = vocabulary.id(String.format(Locale.ROOT, "<0x%02X>", b));
    }
  }

  /** Where the best way to a place comes from, with which token, and how good it is. */
  private static final class Best {
    final double[] score;
    final int[] from;
    final int[] token;

    Best(int places) {
      score = new double[places];
      from = new int[places];
      token = new int[places];
      Arrays.fill(from, -1);
    }

    void offer(int place, int begin, int id, double value) {
      if (from[place] < 0 || value > score[place]) {
        score[place] = value;
        from[place] = begin;
        token[place] = id;
      }
    }
  }

  @Override
  public void encode(String text, int from, int to, IntArrayList out) {
    int length = to - from;
    Best best = new Best(length + 1);
    for (int at = 0; at < length; ) {
      int next = at + Character.charCount(text.codePointAt(from + at));
      int begin = at;
      double soFar = best.score[at];
      boolean[] single = new boolean[1];
      tree.prefixes(
          text,
          from + at,
          to,
          (end, id) -> {
            best.offer(end - from, begin, id, soFar + model.scores().getDouble(id));
            single[0] |= end - from == next;
          });
      if (!single[0]) {
        best.offer(next, begin, unknown(), soFar + unknownScore);
      }
      at = next;
    }
    IntArrayList ends = new IntArrayList();
    for (int at = length; at > 0; at = best.from[at]) {
      ends.add(at);
    }
    int begin = 0;
    for (int i = ends.size() - 1; i >= 0; i--) {
      int end = ends.getInt(i);
      boolean more = isUnknown(best, end) && i > 0 && isUnknown(best, ends.getInt(i - 1));
      if (!more) {
        add(text.substring(from + begin, from + end), out);
        begin = end;
      }
    }
  }

  private boolean isUnknown(Best best, int end) {
    @Nullable Integer unknown = model.unknown();
    return unknown != null && best.token[end] == unknown;
  }

  private int unknown() {
    @Nullable Integer unknown = model.unknown();
    if (unknown == null) {
      throw new NoToken("a character of this text is unknown, and model.unk_id is null");
    }
    return unknown;
  }

  private void add(String piece, IntArrayList out) {
    int id = vocabulary.id(piece);
    if (id >= 0) {
      out.add(id);
      return;
    }
    if (model.byteFallback()) {
      IntArrayList tokens = new IntArrayList();
      for (byte b : piece.getBytes(StandardCharsets.UTF_8)) {
        tokens.add(bytes[b & 0xFF]);
      }
      if (!tokens.contains(-1)) {
        out.addAll(tokens);
        return;
      }
    }
    out.add(unknown());
  }
}
