package org.affectgpt.nn.generate;

/**
 * Forbids tokens that would complete a sequence of n tokens that is there already.
 *
 * @param size n
 * @param within how many tokens of the text from its start are searched; -1 for all of it
 */
public record NoRepeatNgram(int size, int within) implements LogitsProcessor {
  /** Within the whole text ({@code no_repeat_ngram_size}). */
  public static NoRepeatNgram ofText(int size) {
    return new NoRepeatNgram(size, -1);
  }

  @Override
  public void apply(int[] history, int length, float[] scores) {
    int before = size - 1;
    int searched = within < 0 ? length : within;
    for (int start = 0; start + size <= searched && before <= length; start++) {
      int last = history[start + before];
      if (last < scores.length && same(history, start, length - before, before)) {
        scores[last] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  private static boolean same(int[] history, int a, int b, int count) {
    for (int i = 0; i < count; i++) {
      if (history[a + i] != history[b + i]) {
        return false;
      }
    }
    return true;
  }
}
