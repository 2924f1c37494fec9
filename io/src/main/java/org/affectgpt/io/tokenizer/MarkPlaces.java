package org.affectgpt.io.tokenizer;

/** Where in a text a special token may stand for itself; elsewhere it is text like any other. */
@FunctionalInterface
public interface MarkPlaces {
  /** Special tokens stand for themselves wherever they are found. */
  MarkPlaces EVERYWHERE = (from, to) -> true;

  /**
   * @param from where the token would begin, in UTF-16 units
   * @param to where it would end
   */
  boolean allow(int from, int to);
}
