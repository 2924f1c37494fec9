package org.affectgpt.nn.generate;

import org.affectgpt.tensor.CounterRng;

/** From scores to a token. */
public final class Probabilities {
  /** Below it e^x is no positive float. */
  private static final double UNDERFLOW = -104;

  private static final double LOG2_E = 1.4426950408889634;
  private static final double LN2_HIGH = 0x1.62e42fee00000p-1;
  private static final double LN2_LOW = 0x1.a39ef35793c76p-33;
  private static final double[] TAYLOR = taylor(13);

  private Probabilities() {}

  /** The distribution of scores {@code [vocab]}. */
  public static float[] softmax(float[] scores) {
    float max = Float.NEGATIVE_INFINITY;
    for (float s : scores) {
      max = Math.max(max, s);
    }
    float[] p = new float[scores.length];
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      p[i] = (float) exp(scores[i] - max);
      sum += p[i];
    }
    for (int i = 0; i < p.length; i++) {
      p[i] = (float) (p[i] / sum);
    }
    return p;
  }

  /** The entropy of a distribution in nats. */
  static double entropy(float[] probabilities) {
    double sum = 0;
    for (float p : probabilities) {
      sum -= p > 0 ? p * Math.log(p) : 0;
    }
    return sum;
  }

  /**
   * e^x for x of at most 0, to double precision and the same everywhere: 2^n times the Taylor
   * series of the rest. A vocabulary has 150,000 tokens, for which a library call is slow.
   */
  static double exp(double x) {
    if (x < UNDERFLOW) {
      return 0;
    }
    double n = Math.rint(x * LOG2_E);
    double r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    double sum = TAYLOR[TAYLOR.length - 1];
    for (int i = TAYLOR.length - 2; i >= 0; i--) {
      sum = Math.fma(sum, r, TAYLOR[i]);
    }
    return sum * Double.longBitsToDouble((1023L + (long) n) << 52);
  }

  private static double[] taylor(int degree) {
    double[] c = new double[degree + 1];
    double factorial = 1;
    for (int i = 0; i <= degree; i++) {
      factorial *= Math.max(i, 1);
      c[i] = 1 / factorial;
    }
    return c;
  }

  /** The first of the best tokens. */
  public static int argMax(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }

  /** Draws from a distribution, taking one draw of the stream. */
  public static int draw(float[] probabilities, CounterRng rng) {
    double total = 0;
    for (float q : probabilities) {
      total += q;
    }
    double u = rng.nextDouble() * total;
    int last = 0;
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      if (probabilities[i] > 0) {
        sum += probabilities[i];
        last = i;
        if (u < sum) {
          return i;
        }
      }
    }
    return last;
  }
}
