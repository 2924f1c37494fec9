package org.affectgpt.io.tokenizer;

import java.util.ArrayList;
import java.util.List;

/**
 * Where special tokens count in normalised text, of which the places are others than those of the
 * text as it was: the tokens come in the same order in both.
 */
final class NormalizedMarks implements MarkPlaces {
  private final List<Boolean> allowed;
  private int next;

  private NormalizedMarks(List<Boolean> allowed) {
    this.allowed = allowed;
  }

  /**
   * @param part the text before it is normalised, which begins at {@code from}
   * @param spelt finds the special tokens in it
   */
  static MarkPlaces of(String part, int from, AddedTokenSplitter spelt, MarkPlaces marks) {
    List<Boolean> allowed = new ArrayList<>();
    MarkPlaces seen =
        (begin, end) -> {
          allowed.add(marks.allow(from + begin, from + end));
          return true;
        };
    spelt.split(part, seen, new Nowhere());
    return new NormalizedMarks(allowed);
  }

  private static final class Nowhere implements AddedTokenSplitter.Sink {
    @Override
    public void text(String text, int from, int to) {}

    @Override
    public void token(int id) {}
  }

  @Override
  public boolean allow(int from, int to) {
    return next < allowed.size() && allowed.get(next++);
  }
}
