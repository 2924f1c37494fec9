package org.affectgpt.nn.generate;

/** Changes the scores of the next token before one is drawn. */
@FunctionalInterface
public interface LogitsProcessor {
  /**
   * @param history tokens of the text so far, {@code history[0 .. length)}
   * @param scores {@code [vocab]}, changed in place; negative infinity forbids a token
   */
  void apply(int[] history, int length, float[] scores);
}
