package org.affectgpt.tensor.cpu.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.vector.VectorMath;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/**
 * Loops of the gated unit {@code y = silu(gate) up}. The backward pass takes the sigmoid again:
 * that is cheaper than memory for what the forward pass knew.
 */
final class GatedLoops {
  private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  private GatedLoops() {}

  /** What the backward pass reads, and then what it writes. */
  record Operands(FloatSpan gate, FloatSpan up, FloatSpan dy, FloatSpan dgate, FloatSpan dup) {}

  /** {@code y = silu(gate) up} over {@code n} values; y may be one of the others. */
  static void forward(FloatSpan gates, FloatSpan ups, FloatSpan out, int n) {
    float[] gate = gates.data();
    int go = gates.at();
    float[] up = ups.data();
    int uo = ups.at();
    float[] y = out.data();
    int yo = out.at();
    int whole = n - n % LANES;
    for (int i = 0; i < whole; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, gate, go + i);
      v.mul(VectorMath.sigmoid(v)).mul(FloatVector.fromArray(S, up, uo + i)).intoArray(y, yo + i);
    }
    if (whole < n) {
      VectorMask<Float> rest = VectorWidth.below(n - whole);
      FloatVector v = FloatVector.fromArray(S, gate, go + whole, rest);
      v.mul(VectorMath.sigmoid(v))
          .mul(FloatVector.fromArray(S, up, uo + whole, rest))
          .intoArray(y, yo + whole, rest);
    }
  }

  /**
   * {@code dgate = silu'(gate) up dy} and {@code dup = silu(gate) dy} for values {@code [from, from
   * + n)}.
   */
  static void backward(Operands o, int from, int n) {
    float[] gate = o.gate.data();
    int go = o.gate.at() + from;
    float[] up = o.up.data();
    int uo = o.up.at() + from;
    float[] dy = o.dy.data();
    int dyo = o.dy.at() + from;
    float[] dgate = o.dgate.data();
    int dgo = o.dgate.at() + from;
    float[] dup = o.dup.data();
    int duo = o.dup.at() + from;
    int whole = n - n % LANES;
    for (int i = 0; i < whole; i += LANES) {
      FloatVector v = FloatVector.fromArray(S, gate, go + i);
      FloatVector d = FloatVector.fromArray(S, dy, dyo + i);
      FloatVector u = FloatVector.fromArray(S, up, uo + i);
      FloatVector s = VectorMath.sigmoid(v);
      FloatVector slope = s.mul(v.mul(s.neg().add(1f)).add(1f));
      FloatVector forUp = d.mul(v.mul(s));
      d.mul(u).mul(slope).intoArray(dgate, dgo + i);
      forUp.intoArray(dup, duo + i);
    }
    if (whole < n) {
      VectorMask<Float> rest = VectorWidth.below(n - whole);
      FloatVector v = FloatVector.fromArray(S, gate, go + whole, rest);
      FloatVector d = FloatVector.fromArray(S, dy, dyo + whole, rest);
      FloatVector u = FloatVector.fromArray(S, up, uo + whole, rest);
      FloatVector s = VectorMath.sigmoid(v);
      FloatVector slope = s.mul(v.mul(s.neg().add(1f)).add(1f));
      FloatVector forUp = d.mul(v.mul(s));
      d.mul(u).mul(slope).intoArray(dgate, dgo + whole, rest);
      forUp.intoArray(dup, duo + whole, rest);
    }
  }
}
