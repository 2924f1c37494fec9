package org.affectgpt.io.tokenizer;

import java.util.List;

/** Cuts normalised text into the pieces inside which byte pairs may merge. */
@FunctionalInterface
interface PreTokenizer {
  /** Receives {@code text[from .. to)}, never empty. */
  @FunctionalInterface
  interface Pieces {
    void accept(String text, int from, int to);
  }

  /** Cuts {@code text[from .. to)} as if nothing were around it. */
  void split(String text, int from, int to, Pieces pieces);

  /** Applies one after the other, each to the pieces of the one before. */
  static PreTokenizer sequence(List<PreTokenizer> steps) {
    PreTokenizer all = (text, from, to, pieces) -> pieces.accept(text, from, to);
    for (PreTokenizer step : steps.reversed()) {
      PreTokenizer rest = all;
      all =
          (text, from, to, pieces) ->
              step.split(text, from, to, (t, a, b) -> rest.split(t, a, b, pieces));
    }
    return steps.size() == 1 ? steps.getFirst() : all;
  }

  /** Puts a space before text that does not begin with one. */
  static PreTokenizer prefixSpace() {
    return (text, from, to, pieces) -> {
      if (text.charAt(from) == ' ') {
        pieces.accept(text, from, to);
      } else {
        String spaced = " " + text.substring(from, to);
        pieces.accept(spaced, 0, spaced.length());
      }
    };
  }

  /** Pieces of so many characters; the last may be shorter. */
  static PreTokenizer fixedLength(int characters) {
    return (text, from, to, pieces) -> {
      int begin = from;
      int count = 0;
      for (int at = from; at < to; ) {
        at += Character.charCount(text.codePointAt(at));
        if (++count >= characters || at == to) {
          pieces.accept(text, begin, at);
          begin = at;
          count = 0;
        }
      }
    };
  }
}
