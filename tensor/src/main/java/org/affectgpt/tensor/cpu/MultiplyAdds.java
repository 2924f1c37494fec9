package org.affectgpt.tensor.cpu;

import jdk.incubator.vector.FloatVector;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/**
 * How fast this machine multiplies and adds: the bound of every large product. Each thread keeps
 * twelve sums in registers, as many as hide the latency of two units (4 cycles each) with some to
 * spare, and touches no memory.
 */
final class MultiplyAdds {
  private static final int SUMS = 12;
  private static final int STEPS = 20_000;
  private static final int TASKS_A_THREAD = 4;

  /** Below one, lest the sums grow without end. */
  private static final float FACTOR = 0.999f;

  private final Workers workers;
  private final float[] results;

  MultiplyAdds(Workers workers) {
    this.workers = workers;
    results = new float[TASKS_A_THREAD * workers.threads()];
  }

  /** Floating-point operations of a pass. */
  double operations() {
    return 2.0 * SUMS * VectorWidth.LANES * STEPS * results.length;
  }

  /** Multiplies and adds once; the caller holds the clock. */
  void pass() {
    workers.run(results.length, i -> results[i] = run(results[i]));
  }

  private static float run(float start) {
    FloatVector x = FloatVector.broadcast(VectorWidth.FLOATS, FACTOR);
    FloatVector s0 = FloatVector.broadcast(VectorWidth.FLOATS, start);
    FloatVector s1 = s0.add(1);
    FloatVector s2 = s0.add(2);
    FloatVector s3 = s0.add(3);
    FloatVector s4 = s0.add(4);
    FloatVector s5 = s0.add(5);
    FloatVector s6 = s0.add(6);
    FloatVector s7 = s0.add(7);
    FloatVector s8 = s0.add(8);
    FloatVector s9 = s0.add(9);
    FloatVector s10 = s0.add(10);
    FloatVector s11 = s0.add(11);
    for (int i = 0; i < STEPS; i++) {
      s0 = s0.fma(x, x);
      s1 = s1.fma(x, x);
      s2 = s2.fma(x, x);
      s3 = s3.fma(x, x);
      s4 = s4.fma(x, x);
      s5 = s5.fma(x, x);
      s6 = s6.fma(x, x);
      s7 = s7.fma(x, x);
      s8 = s8.fma(x, x);
      s9 = s9.fma(x, x);
      s10 = s10.fma(x, x);
      s11 = s11.fma(x, x);
    }
    FloatVector low = s0.add(s1).add(s2.add(s3)).add(s4.add(s5));
    FloatVector high = s6.add(s7).add(s8.add(s9)).add(s10.add(s11));
    return VectorWidth.sum(low.add(high)) * Float.MIN_NORMAL;
  }
}
