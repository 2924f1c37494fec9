package org.affectgpt.tensor.cpu.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import jdk.incubator.vector.FloatVector;
import org.affectgpt.tensor.CounterRng;
import org.junit.jupiter.api.Test;

final class VectorMathTest {
  private static final int DRAWS = 400_000;

  @Test
  void exp() {
    assertWithin(1.05, worstUlps(VectorMath::exp, StrictMath::exp, -87.3f, 88.7f));
    assertSpecial(VectorMath::exp, Float.NEGATIVE_INFINITY, 0f);
    assertSpecial(VectorMath::exp, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY);
    assertSpecial(VectorMath::exp, -200f, 0f);
    assertSpecial(VectorMath::exp, 200f, Float.POSITIVE_INFINITY);
    assertSpecial(VectorMath::exp, 0f, 1f);
    assertSpecial(VectorMath::exp, Float.NaN, Float.NaN);
  }

  @Test
  void scalarExpGivesTheSameBits() {
    CounterRng rng = new CounterRng(3);
    for (int i = 0; i < 100_000; i++) {
      float x = rng.nextFloat() * 200f - 100f;
      assertEquals(one(VectorMath::exp, x), VectorMath.exp(x));
    }
  }

  @Test
  void tanh() {
    assertWithin(2.0, worstUlps(VectorMath::tanh, StrictMath::tanh, -10f, 10f));
    assertWithin(2.0, worstUlps(VectorMath::tanh, StrictMath::tanh, -0.01f, 0.01f));
    assertSpecial(VectorMath::tanh, -1000f, -1f);
    assertSpecial(VectorMath::tanh, Float.NaN, Float.NaN);
  }

  @Test
  void sigmoid() {
    DoubleUnaryOperator oracle = x -> 1 / (1 + StrictMath.exp(-x));
    assertWithin(2.5, worstUlps(VectorMath::sigmoid, oracle, -80f, 30f));
    assertSpecial(VectorMath::sigmoid, -1000f, 0f);
    assertSpecial(VectorMath::sigmoid, 1000f, 1f);
  }

  @Test
  void log() {
    assertWithin(2.0, worstUlps(VectorMath::log, StrictMath::log, 0f, 0.9f));
    assertWithin(2.0, worstUlps(VectorMath::log, StrictMath::log, 0.9f, 1.1f));
    assertWithin(2.0, worstUlps(VectorMath::log, StrictMath::log, 1.1f, 1e30f));
    assertWithin(2.0, worstUlps(VectorMath::log, StrictMath::log, 1e-44f, 1e-38f));
    assertSpecial(VectorMath::log, 0f, Float.NEGATIVE_INFINITY);
    assertSpecial(VectorMath::log, -1f, Float.NaN);
    assertSpecial(VectorMath::log, 1f, 0f);
    assertSpecial(VectorMath::log, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY);
  }

  @Test
  void normalTail() {
    UnaryOperator<FloatVector> ratio = VectorMath::normalTailRatio;
    assertWithin(6.5, worstUlps(ratio, VectorMathTest::normalTailOracle, 0f, 2f));
    assertWithin(6.5, worstUlps(ratio, VectorMathTest::normalTailOracle, 2f, 14f));
    assertSpecial(ratio, Float.NaN, Float.NaN);
  }

  @Test
  void aLaneSumHasOneOrder() {
    float[] lanes = new float[VectorWidth.LANES];
    double sum = 0;
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = i + 1;
      sum += i + 1;
    }
    assertEquals((float) sum, VectorWidth.sum(FloatVector.fromArray(VectorWidth.FLOATS, lanes, 0)));
  }

  /** The series of the distribution below 4, where it still cancels well in float64, then Mills. */
  static double normalTailOracle(double a) {
    if (a < 4) {
      double term = a;
      double sum = a;
      for (int n = 1; n < 200; n++) {
        term *= a * a / (2 * n + 1);
        sum += term;
      }
      return 0.5 * StrictMath.exp(a * a / 2) - sum / Math.sqrt(2 * Math.PI);
    }
    double fraction = 0;
    for (int n = 200; n > 0; n--) {
      fraction = n / (a + fraction);
    }
    return 1 / (a + fraction) / Math.sqrt(2 * Math.PI);
  }

  private static void assertWithin(double ulps, double worst) {
    assertTrue(worst <= ulps, worst + " ulp");
  }

  private static void assertSpecial(UnaryOperator<FloatVector> f, float x, float expected) {
    assertEquals(expected, one(f, x));
  }

  private static float one(UnaryOperator<FloatVector> f, float x) {
    FloatVector y = f.apply(FloatVector.broadcast(VectorWidth.FLOATS, x));
    assertEquals(y.lane(0), y.lane(VectorWidth.LANES - 1));
    return y.lane(0);
  }

  private static double worstUlps(
      UnaryOperator<FloatVector> f, DoubleUnaryOperator oracle, float low, float high) {
    CounterRng rng = new CounterRng(7);
    float[] x = new float[VectorWidth.LANES];
    double worst = 0;
    for (int i = 0; i < DRAWS; i += x.length) {
      for (int j = 0; j < x.length; j++) {
        x[j] = low + (high - low) * rng.nextFloat();
      }
      FloatVector y = f.apply(FloatVector.fromArray(VectorWidth.FLOATS, x, 0));
      for (int j = 0; j < x.length; j++) {
        double expected = oracle.applyAsDouble(x[j]);
        double ulp = Math.ulp((float) expected);
        worst = Math.max(worst, Math.abs(y.lane(j) - expected) / ulp);
      }
    }
    return worst;
  }
}
