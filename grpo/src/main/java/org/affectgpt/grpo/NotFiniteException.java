package org.affectgpt.grpo;

/**
 * A number that learning stands on is NaN or infinite. Nothing was updated since it came up, unless
 * it is the norm of a gradient.
 */
public final class NotFiniteException extends RuntimeException {
  /** No single prompt is to blame. */
  public static final int ALL = -1;

  private static final long serialVersionUID = 1L;

  private final int prompt;

  /**
   * @param what the number, for example {@code the reward accuracy}
   * @param value what it is
   * @param prompt the place of the prompt in the batch, or {@link #ALL}
   */
  public NotFiniteException(String what, double value, int prompt) {
    super(what + " is " + value);
    this.prompt = prompt;
  }

  /** The place of the prompt in the batch, or {@link #ALL}. */
  public int prompt() {
    return prompt;
  }

  /** Passes a number on, or throws. */
  static double require(String what, double value, int prompt) {
    if (!Double.isFinite(value)) {
      throw new NotFiniteException(what, value, prompt);
    }
    return value;
  }
}
