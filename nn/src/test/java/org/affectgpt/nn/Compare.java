package org.affectgpt.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/** Random inputs and the distance between results. */
public final class Compare {
  private Compare() {}

  /** Standard normal values times {@code scale}. */
  public static Tensor normal(Backend backend, CounterRng rng, double scale, int... dims) {
    Tensor t = Tensor.zeros(backend, dims);
    float[] values = new float[(int) t.size()];
    Fill.normal(scale).fill(rng, values);
    t.set(values);
    return t;
  }

  /** ||a - b|| / ||b||. */
  public static double relative(float[] a, float[] b) {
    assertEquals(b.length, a.length);
    double diff = 0;
    double norm = 0;
    for (int i = 0; i < a.length; i++) {
      diff += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
      norm += (double) b[i] * b[i];
    }
    return norm == 0 ? Math.sqrt(diff) : Math.sqrt(diff / norm);
  }

  public static void assertClose(float[] expected, float[] actual, double bound, String what) {
    double r = relative(actual, expected);
    assertTrue(r < bound, () -> what + ": relative error " + r + " is over " + bound);
  }
}
