package org.affectgpt.io.template.value;

/** What one rendering may use up: steps, characters, depth. Reaching a bound is a fault. */
public final class Budget {
  /** Steps of one rendering; an expression, a list's element and 64 characters are one each. */
  public static final long STEPS = 5_000_000;

  /** Characters that all strings of one rendering have together. */
  public static final long CHARACTERS = 64L << 20;

  /** Characters of one string, and of the rendered text. */
  public static final int LONGEST = 16 << 20;

  /** Expressions and statements within each other, calls of macros included. */
  public static final int DEPTH = 1000;

  /** Bits of a whole number; Python prints none of more than 4300 digits. */
  public static final int BITS = 20_000;

  private long steps;
  private long characters;
  private int depth;

  /** Counts steps. */
  public void spend(long count) {
    steps += count;
    if (steps > STEPS) {
      throw new TemplateFault("takes more than " + STEPS + " steps");
    }
  }

  /** Counts the characters of a new string or the elements of a new list. */
  public void make(long length) {
    if (length > LONGEST) {
      throw new TemplateFault("makes a text or list of more than " + LONGEST + " elements");
    }
    characters += length;
    if (characters > CHARACTERS) {
      throw new TemplateFault("makes more than " + CHARACTERS + " characters");
    }
    spend(1 + length / 64);
  }

  /** One level deeper, until {@link #leave}. */
  public void enter() {
    if (++depth > DEPTH) {
      throw new TemplateFault("is nested or recurs more than " + DEPTH + " deep");
    }
    spend(1);
  }

  /** Back from {@link #enter}. */
  public void leave() {
    depth--;
  }
}
