package org.affectgpt.tensor.cpu.vector;

import static jdk.incubator.vector.FloatVector.broadcast;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The standard normal probability of less than -a, {@code Q(a) = erfc(a / sqrt(2)) / 2}.
 *
 * <p>Vectors of 512 bits take it from a table: the 31 stretches of a quarter each about c = 0, 1/4,
 * ... 7.5 have a polynomial of degree 5 each, and from 7.625 on it is 0. That is half the time of
 * an exponential, because one instruction finds a coefficient in two registers. Narrower vectors
 * need several registers and instructions a coefficient, so there an exponential is quicker.
 *
 * <p>Each polynomial p(r), r = a - c, is the least-maximum fit of the relative error, {@code p(r) /
 * Q(c + r) - 1}, over r in [-1/8, 1/8], for c = 0 over [0, 1/8]: Remez's exchange on seven points,
 * in numbers of 40 digits, then rounded to floats. Done again so, none of the coefficients moves p
 * by more than 1.1e-7 of Q. Relative error of the whole, in floats: 9e-8 up to 1, 1.5e-7 up to 3,
 * 1.8e-6 up to 5, 2.5e-5 up to 7.6.
 */
public final class NormalTail {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.FLOATS;
  private static final VectorSpecies<Integer> INTS = VectorWidth.INTS;
  private static final int LANES = VectorWidth.LANES;
  private static final int STRETCHES = 32;
  private static final boolean TABLE = STRETCHES == 2 * LANES;
  private static final float WIDTH = 0.25f;

  /** In the last stretch of the table, or where the exponential is 0. */
  private static final int END_BITS = Float.floatToRawIntBits(TABLE ? 7.75f : 14f);

  // Adding it leaves the rounded integer in the low bits of the mantissa.
  private static final float ROUND = 0x1.8p23f;

  /** Bits of the coefficients, a power after another: integers, because they are selected so. */
  private static final int[] COEFFICIENTS = bits();

  private NormalTail() {}

  /** |v|, or where the tail is 0 if that is less. */
  public static FloatVector argument(FloatVector v) {
    return VectorMath.magnitude(v, END_BITS);
  }

  /**
   * The probability of less than -a.
   *
   * @param a an {@link #argument}
   */
  public static FloatVector of(FloatVector a) {
    return TABLE
        ? fromTable(a)
        : VectorMath.expUpTo88(a.mul(a).mul(-0.5f)).mul(VectorMath.normalTailRatio(a));
  }

  private static FloatVector fromTable(FloatVector a) {
    FloatVector shifted = a.fma(broadcast(FLOATS, 1 / WIDTH), broadcast(FLOATS, ROUND));
    FloatVector r = shifted.sub(ROUND).fma(broadcast(FLOATS, -WIDTH), a);
    IntVector stretch = shifted.reinterpretAsInts();
    FloatVector p = coefficient(5, stretch).fma(r, coefficient(4, stretch));
    p = p.fma(r, coefficient(3, stretch));
    p = p.fma(r, coefficient(2, stretch));
    p = p.fma(r, coefficient(1, stretch));
    return p.fma(r, coefficient(0, stretch));
  }

  /** The coefficients of a power; the lowest five bits of {@code stretch} count. */
  private static FloatVector coefficient(int power, IntVector stretch) {
    int at = power * STRETCHES;
    IntVector low = IntVector.fromArray(INTS, COEFFICIENTS, at);
    IntVector high = IntVector.fromArray(INTS, COEFFICIENTS, at + LANES);
    return stretch.selectFrom(low, high).reinterpretAsFloats();
  }

  private static int[] bits() {
    float[] values = {
      // 1
      0.5f,
      0.40129367f,
      0.30853754f,
      0.22662735f,
      0.15865526f,
      0.10564978f,
      0.0668072f,
      0.040059157f,
      0.022750132f,
      0.012224472f,
      0.0062096654f,
      0.0029797633f,
      0.001349898f,
      5.7702506e-4f,
      2.326291e-4f,
      8.84173e-5f,
      3.167125e-5f,
      1.068853e-5f,
      3.3976753e-6f,
      1.0170843e-6f,
      2.8665195e-7f,
      7.604975e-8f,
      1.8989612e-8f,
      4.462188e-9f,
      9.86592e-10f,
      2.0522752e-10f,
      4.0160295e-11f,
      7.392325e-12f,
      1.2798267e-12f,
      2.0838863e-13f,
      3.1909435e-14f,
      0.0f,
      // r^1
      -0.3989423f,
      -0.38666812f,
      -0.35206532f,
      -0.30113742f,
      -0.24197072f,
      -0.18264909f,
      -0.1295176f,
      -0.08627732f,
      -0.053990968f,
      -0.031739652f,
      -0.017528301f,
      -0.009093562f,
      -0.004431848f,
      -0.0020290476f,
      -8.726823e-4f,
      -3.525954e-4f,
      -1.3383004e-4f,
      -4.771853e-5f,
      -1.5983687e-5f,
      -5.0294825e-6f,
      -1.486709e-6f,
      -4.1284306e-7f,
      -1.0769617e-7f,
      -2.639196e-8f,
      -6.07574e-9f,
      -1.3139616e-9f,
      -2.669452e-10f,
      -5.094684e-11f,
      -9.134148e-12f,
      -1.5384183e-12f,
      -2.434087e-13f,
      0.0f,
      // r^2
      -4.8264454e-8f,
      0.04833325f,
      0.088015914f,
      0.112926126f,
      0.12098509f,
      0.1141556f,
      0.097138286f,
      0.07549283f,
      0.05399115f,
      0.035707243f,
      0.021910444f,
      0.012503665f,
      0.006647758f,
      0.0032971778f,
      0.0015271711f,
      6.610996e-4f,
      2.6764974e-4f,
      1.01396254e-4f,
      3.596056e-5f,
      1.1943815e-5f,
      3.7162874e-6f,
      1.0835341e-6f,
      2.9610374e-7f,
      7.585787e-8f,
      1.822171e-8f,
      4.104651e-9f,
      8.6720336e-10f,
      1.718603e-10f,
      3.195116e-11f,
      5.573088e-12f,
      9.120962e-13f,
      0.0f,
      // r^3
      0.06649189f,
      0.060416337f,
      0.04400754f,
      0.021957424f,
      -2.450407e-7f,
      -0.017123267f,
      -0.026982477f,
      -0.029657347f,
      -0.026995031f,
      -0.021490075f,
      -0.015337119f,
      -0.009946081f,
      -0.0059092105f,
      -0.0032339015f,
      -0.0016363763f,
      -7.677012e-4f,
      -3.346208e-4f,
      -1.357254e-4f,
      -5.1294122e-5f,
      -1.8080756e-5f,
      -5.9493877e-6f,
      -1.8286773e-6f,
      -5.253701e-7f,
      -1.4114752e-7f,
      -3.547693e-8f,
      -8.3453395e-9f,
      -1.8378358e-9f,
      -3.7901515e-10f,
      -7.321525e-11f,
      -1.3250662e-11f,
      -2.2472428e-12f,
      0.0f,
      // r^4
      -2.0333613e-5f,
      -0.011786568f,
      -0.020098677f,
      -0.022867195f,
      -0.020117106f,
      -0.01366139f,
      -0.0060863686f,
      3.627519e-4f,
      0.0044678673f,
      0.006114105f,
      0.005922109f,
      0.004751194f,
      0.0033264197f,
      0.0020823376f,
      0.0011813678f,
      6.1251316e-4f,
      2.9186113e-4f,
      1.2831856e-4f,
      5.220659e-5f,
      1.9699357e-5f,
      6.9060143e-6f,
      2.252462e-6f,
      6.8428267e-7f,
      1.9380701e-7f,
      5.1215434e-8f,
      1.2636272e-8f,
      2.9125355e-9f,
      6.274386e-10f,
      1.2638764e-10f,
      2.3814076e-11f,
      4.198574e-12f,
      0.0f,
      // r^5
      -0.009866393f,
      -0.008427146f,
      -0.0045466996f,
      1.6779065e-4f,
      0.0040328195f,
      0.0059695365f,
      0.005841424f,
      0.0042832787f,
      0.00222835f,
      4.5002231e-4f,
      -6.6952145e-4f,
      -0.0011199783f,
      -0.0011024899f,
      -8.5988967e-4f,
      -5.7399925e-4f,
      -3.387874e-4f,
      -1.7986819e-4f,
      -8.6792934e-5f,
      -3.832366e-5f,
      -1.5558344e-5f,
      -5.827498e-6f,
      -2.019145e-6f,
      -6.485036e-7f,
      -1.9338806e-7f,
      -5.3616624e-8f,
      -1.3835715e-8f,
      -3.326122e-9f,
      -7.455043e-10f,
      -1.5589413e-10f,
      -3.043193e-11f,
      -5.548421e-12f,
      0.0f,
    };
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
