package org.affectgpt.io.template.value;

import java.util.Arrays;

/** A text that grows, within a budget. */
public final class TextBuilder {
  private final Budget budget;
  private int[] points = new int[32];
  private int length;

  public TextBuilder(Budget budget) {
    this.budget = budget;
  }

  /** Text with its marks. */
  public TextBuilder add(Text text) {
    return add(text, 0, text.length());
  }

  TextBuilder add(Text text, int from, int to) {
    for (int i = from; i < to; i++) {
      marked(text.marked(i));
    }
    return this;
  }

  /** Text that the template or the language wrote. */
  public TextBuilder add(String text) {
    text.codePoints().forEach(this::marked);
    return this;
  }

  /** Text in place of a character: it is the one's who wrote that. */
  TextBuilder add(String text, int marked) {
    text.codePoints().forEach(c -> marked(Text.withMarkOf(marked, c)));
    return this;
  }

  /** One character with its mark. */
  TextBuilder marked(int point) {
    if (length == points.length) {
      if (length >= Budget.LONGEST) {
        budget.make(Budget.LONGEST + 1L);
      }
      budget.make(length);
      points = Arrays.copyOf(points, 2 * length);
    }
    points[length++] = point;
    return this;
  }

  public int length() {
    return length;
  }

  /** What there is so far. */
  public Text text() {
    budget.make(length);
    return Text.ofMarked(Arrays.copyOf(points, length));
  }
}
