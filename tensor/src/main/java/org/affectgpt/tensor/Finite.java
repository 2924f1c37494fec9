package org.affectgpt.tensor;

/** Looks for NaN and infinities in numbers that lie in the machine's memory. */
public final class Finite {
  private Finite() {}

  /** Where the first number stands that is not finite; -1 if all are. */
  public static int firstNot(float[] x) {
    for (int i = 0; i < x.length; i++) {
      if (!Float.isFinite(x[i])) {
        return i;
      }
    }
    return -1;
  }
}
