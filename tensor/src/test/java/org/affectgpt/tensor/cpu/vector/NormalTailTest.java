package org.affectgpt.tensor.cpu.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jdk.incubator.vector.FloatVector;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;
import org.affectgpt.tensor.cpu.elementwise.UnaryLoops;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NormalTailTest {
  private static final int POINTS = 1 << 16;
  private static final boolean TABLE = VectorWidth.LANES == 16;

  @ParameterizedTest
  @CsvSource({
    "0, 1, 9e-8, 9e-7",
    "1, 3, 1.5e-7, 1.2e-6",
    "3, 5, 1.8e-6, 1.8e-6",
    "5, 7.6, 2.5e-5, 3e-6"
  })
  void isNearTheProbability(float low, float high, double ofTable, double ofExponential) {
    double worst = 0;
    for (int i = 0; i < POINTS; i++) {
      float a = low + (high - low) * i / POINTS;
      double expected = VectorMathTest.normalTailOracle(a) * StrictMath.exp(-0.5 * (double) a * a);
      worst = Math.max(worst, Math.abs(tail(a) / expected - 1));
    }
    double bound = TABLE ? ofTable : ofExponential;
    assertTrue(worst <= bound, worst + " relative");
  }

  @Test
  void fadesOut() {
    for (float a = 7.6f; a < 2000; a *= 1.01f) {
      assertTrue(tail(a) >= 0 && tail(a) < 2e-14, a + ": " + tail(a));
    }
    assertEquals(0, tail(1e30f), 1e-40);
  }

  @Test
  void geluOfWhatIsNoNumberOrNone() {
    assertEquals(Float.NaN, gelu(Float.NaN));
    assertEquals(Float.NaN, gelu(Float.intBitsToFloat(0xffc00000)));
    assertEquals(Float.POSITIVE_INFINITY, gelu(Float.POSITIVE_INFINITY));
    assertEquals(0, gelu(-1e30f), 0.0);
    assertEquals(1e30f, gelu(1e30f));
    assertEquals(0, gelu(-0f), 0.0);
  }

  private static float tail(float a) {
    FloatVector v = FloatVector.broadcast(VectorWidth.FLOATS, -a);
    return NormalTail.of(NormalTail.argument(v)).lane(VectorWidth.LANES - 1);
  }

  private static float gelu(float x) {
    float[] y = new float[1];
    UnaryLoops.run(Unary.GELU_ERF, FloatSpan.of(new float[] {x}), FloatSpan.of(y), 1);
    return y[0];
  }
}
