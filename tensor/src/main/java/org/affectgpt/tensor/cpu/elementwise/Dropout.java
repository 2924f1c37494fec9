package org.affectgpt.tensor.cpu.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/** Dropout by the draws of {@link CounterRng#bitsAt}, as many at once as a vector holds. */
final class Dropout {
  private static final Scratch DRAWN = new Scratch();

  private static final int RUN = 1024;
  private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;
  private static final VectorSpecies<Long> LONGS =
      VectorSpecies.of(long.class, VectorShape.forBitSize(VectorWidth.bits()));
  private static final VectorSpecies<Integer> NARROWED =
      VectorSpecies.of(int.class, VectorShape.forBitSize(Math.max(64, VectorWidth.bits() / 2)));
  private static final int DRAWS = LONGS.length();

  private Dropout() {}

  /** Value {@code i} lives when draw {@code counter + i}, uniform in [0, 1), is at least p. */
  static void run(FloatSpan x, float p, long key, long counter, FloatSpan y, int n) {
    float scale = 1f / (1f - p);
    int threshold = (int) Math.ceil(p * 0x1p24);
    // The bits of ints: they are only moved.
    float[] draws = DRAWN.get(RUN + LANES);
    for (int at = 0; at < n; at += RUN) {
      int run = Math.min(RUN, n - at);
      draw(key, counter + at, draws, run);
      apply(draws, threshold, scale, x.data(), x.at() + at, y.data(), y.at() + at, run);
    }
  }

  /** The upper 24 bits of each draw, and of some more up to a whole vector. */
  private static void draw(long key, long counter, float[] draws, int n) {
    LongVector step = LongVector.broadcast(LONGS, DRAWS * CounterRng.STEP);
    LongVector state =
        LongVector.zero(LONGS)
            .addIndex(1)
            .mul(CounterRng.STEP)
            .add(key + counter * CounterRng.STEP);
    for (int i = 0; i < n; i += DRAWS) {
      LongVector bits = mix(mix(state).lanewise(VectorOperators.XOR, key));
      IntVector upper =
          (IntVector)
              bits.lanewise(VectorOperators.LSHR, 40)
                  .convertShape(VectorOperators.L2I, NARROWED, 0);
      upper.reinterpretAsFloats().intoArray(draws, i);
      state = state.add(step);
    }
  }

  private static LongVector mix(LongVector state) {
    LongVector z = state;
    z = z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 30));
    z = z.mul(CounterRng.MIX_1);
    z = z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 27));
    z = z.mul(CounterRng.MIX_2);
    return z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 31));
  }

  private static void apply(
      float[] draws, int threshold, float scale, float[] x, int xo, float[] y, int yo, int n) {
    FloatVector zero = FloatVector.zero(S);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      VectorMask<Float> live =
          FloatVector.fromArray(S, draws, i)
              .reinterpretAsInts()
              .compare(VectorOperators.GE, threshold)
              .cast(S);
      zero.blend(FloatVector.fromArray(S, x, xo + i).mul(scale), live).intoArray(y, yo + i);
    }
    for (; i < n; i++) {
      y[yo + i] = Float.floatToRawIntBits(draws[i]) >= threshold ? x[xo + i] * scale : 0f;
    }
  }
}
