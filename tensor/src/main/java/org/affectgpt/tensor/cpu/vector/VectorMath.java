package org.affectgpt.tensor.cpu.vector;

import static jdk.incubator.vector.FloatVector.broadcast;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementary functions on vectors by polynomials of our own: the same bits interpreted or compiled,
 * in every lane and at every vector width. Each lane depends on its own argument alone, so a tail
 * takes a masked load and gives what the body would have given. Coefficients: weighted
 * least-maximum fits. Errors, over all floats: exp 1.05 ulp, tanh and log 2, sigmoid 2.5, normal
 * tail 6.5.
 */
public final class VectorMath {
  private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
  private static final float LOG2_E = 1.44269504f;
  private static final float LN2_HIGH = 0.693145751953125f;
  private static final float LN2_LOW = 1.42860677e-6f;
  // Adding it leaves the rounded integer in the low bits of the mantissa.
  private static final float ROUND = 0x1.8p23f;
  private static final float EXP_LOW = -87.33654f;
  private static final float EXP_HIGH = 88.72283f;

  private VectorMath() {}

  /** e^x; 0 where the result would be subnormal, infinity above 88.72. */
  public static FloatVector exp(FloatVector x) {
    return expUpTo88(x).blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, EXP_HIGH));
  }

  /**
   * {@link #exp(FloatVector)} of what is known to be at most 88, as in a softmax: the same bits.
   */
  public static FloatVector expUpTo88(FloatVector x) {
    FloatVector shifted = x.fma(broadcast(S, LOG2_E), broadcast(S, ROUND));
    FloatVector n = shifted.sub(ROUND);
    FloatVector r = n.fma(broadcast(S, -LN2_HIGH), x);
    r = n.fma(broadcast(S, -LN2_LOW), r);
    FloatVector p = broadcast(S, 0.00139507232f).fma(r, broadcast(S, 0.00836902484f));
    p = p.fma(r, broadcast(S, 0.0416662022f));
    p = p.fma(r, broadcast(S, 0.166665182f));
    p = p.fma(r, broadcast(S, 0.5f));
    p = p.fma(r.mul(r), r).add(1f);
    IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
    FloatVector y = p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
    return y.blend(0f, x.compare(VectorOperators.LT, EXP_LOW));
  }

  /** {@link #exp(FloatVector)} for one value, the same bits. */
  public static float exp(float x) {
    float shifted = Math.fma(x, LOG2_E, ROUND);
    float n = shifted - ROUND;
    float r = Math.fma(n, -LN2_HIGH, x);
    r = Math.fma(n, -LN2_LOW, r);
    float p = Math.fma(0.00139507232f, r, 0.00836902484f);
    p = Math.fma(p, r, 0.0416662022f);
    p = Math.fma(p, r, 0.166665182f);
    p = Math.fma(p, r, 0.5f);
    p = Math.fma(p, r * r, r) + 1f;
    float y =
        Float.intBitsToFloat(Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(shifted) << 23));
    if (x < EXP_LOW) {
      return 0f;
    }
    return x > EXP_HIGH ? Float.POSITIVE_INFINITY : y;
  }

  /** Natural logarithm; NaN below 0, -infinity at 0. */
  public static FloatVector log(FloatVector x) {
    VectorMask<Float> tiny = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    FloatVector scaled = x.blend(x.mul(0x1p24f), tiny);
    IntVector bits = scaled.reinterpretAsInts();
    // Subtracting the bits of sqrt(1/2) puts the mantissa into [sqrt(1/2), sqrt(2)).
    IntVector exponent = bits.sub(0x3f3504f3).lanewise(VectorOperators.ASHR, 23);
    FloatVector f =
        bits.sub(exponent.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(1f);
    FloatVector e = (FloatVector) exponent.convertShape(VectorOperators.I2F, VectorWidth.FLOATS, 0);
    e = e.sub(broadcast(S, 0f).blend(24f, tiny));
    FloatVector square = f.mul(f);
    FloatVector low = e.fma(broadcast(S, LN2_LOW), logSeries(f).mul(f).mul(square));
    low = square.fma(broadcast(S, -0.5f), low);
    FloatVector y = e.fma(broadcast(S, LN2_HIGH), low.add(f));
    y = y.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
    y = y.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
    VectorMask<Float> none = x.compare(VectorOperators.LT, 0f);
    return y.blend(Float.NaN, none.or(x.test(VectorOperators.IS_NAN)));
  }

  // A method of its own: the compiler does not inline methods of more than 325 bytes.
  private static FloatVector logSeries(FloatVector f) {
    FloatVector p = broadcast(S, 0.0691506788f).fma(f, broadcast(S, -0.117895439f));
    p = p.fma(f, broadcast(S, 0.118729681f));
    p = p.fma(f, broadcast(S, -0.123843946f));
    p = p.fma(f, broadcast(S, 0.142186671f));
    p = p.fma(f, broadcast(S, -0.16669248f));
    p = p.fma(f, broadcast(S, 0.200022265f));
    p = p.fma(f, broadcast(S, -0.249999866f));
    return p.fma(f, broadcast(S, 0.333333105f));
  }

  /** Hyperbolic tangent. */
  public static FloatVector tanh(FloatVector x) {
    return sign(tanhOfMagnitude(x.abs()), x);
  }

  /** Hyperbolic tangent of values that are not negative. */
  public static FloatVector tanhOfMagnitude(FloatVector a) {
    FloatVector s = a.mul(a);
    FloatVector p = broadcast(S, 0.00203175028f).fma(s, broadcast(S, -0.00805394538f));
    p = p.fma(s, broadcast(S, 0.0216501523f));
    p = p.fma(s, broadcast(S, -0.053937465f));
    p = p.fma(s, broadcast(S, 0.133331329f));
    p = p.fma(s, broadcast(S, -0.333333284f));
    FloatVector small = p.mul(s).fma(a, a);
    FloatVector large = broadcast(S, 1f).sub(broadcast(S, 2f).div(exp(a.add(a)).add(1f)));
    return small.blend(large, a.compare(VectorOperators.GT, 0.65f));
  }

  /** Logistic function 1 / (1 + e^-x). */
  public static FloatVector sigmoid(FloatVector x) {
    return broadcast(S, 1f).div(exp(x.neg()).add(1f));
  }

  /**
   * The standard normal probability of less than -a, over {@code e^(-a^2 / 2)}, for a in [0, 14]:
   * with one exponential it gives the distribution and the density. A polynomial in {@code u = 1 /
   * (1 + 0.265 a)}.
   */
  public static FloatVector normalTailRatio(FloatVector a) {
    FloatVector u = broadcast(S, 1f).div(a.fma(broadcast(S, 0.265f), broadcast(S, 1f)));
    FloatVector p = broadcast(S, 0.03091289f).fma(u, broadcast(S, -0.14466348f));
    p = p.fma(u, broadcast(S, 0.21868928f));
    p = p.fma(u, broadcast(S, -0.11733753f));
    p = p.fma(u, broadcast(S, 0.13861118f));
    p = p.fma(u, broadcast(S, 0.060038306f));
    p = p.fma(u, broadcast(S, 0.10277019f));
    p = p.fma(u, broadcast(S, 0.10523707f));
    p = p.fma(u, broadcast(S, 0.10574213f));
    return p.mul(u);
  }

  /**
   * The smaller of |v| and the float with bits {@code most}: as ints, whose order is that of floats
   * without sign, because the least of two floats is several instructions.
   */
  public static FloatVector magnitude(FloatVector v, int most) {
    return v.reinterpretAsInts().and(Integer.MAX_VALUE).min(most).reinterpretAsFloats();
  }

  /** {@code magnitude} with the sign of the other. */
  public static FloatVector sign(FloatVector magnitude, FloatVector sign) {
    IntVector bits = sign.reinterpretAsInts().and(0x80000000);
    return magnitude.reinterpretAsInts().or(bits).reinterpretAsFloats();
  }
}
