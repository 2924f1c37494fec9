package org.affectgpt.tensor.cpu.rows;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.backend.RowKernels.Angles;
import org.affectgpt.tensor.backend.RowKernels.Heads;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.IntSpan;
import org.affectgpt.tensor.cpu.threads.Chunks;
import org.affectgpt.tensor.cpu.vector.VectorWidth;
import org.affectgpt.tensor.cpu.weights.WeightReader;

/** Rotary embedding. */
final class CpuRotary {
  private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  private final Chunks chunks;

  CpuRotary(Chunks chunks) {
    this.chunks = chunks;
  }

  void rotary(Heads dims, View x, Angles angles, View y, boolean inverse) {
    int tokens = dims.tokens();
    int heads = dims.heads();
    int dim = dims.dim();
    View cos = angles.cos();
    int half = dim / 2;
    int positions = Math.toIntExact((cos.storage().length() - cos.offset()) / Math.max(1, half));
    FloatSpan in = WeightReader.floats(x, (long) tokens * heads * dim);
    FloatSpan c = WeightReader.floats(cos, (long) positions * half);
    FloatSpan s = WeightReader.floats(angles.sin(), (long) positions * half);
    IntSpan ids = IntSpan.of(angles.position());
    FloatSpan out = FloatSpan.of(y);
    Rotation rotation = new Rotation(in, c, s, out, inverse ? -1f : 1f, half);
    chunks.rows(
        tokens,
        (long) heads * dim,
        (from, to) -> {
          for (int t = from; t < to; t++) {
            int row = ids.index(t, positions) * half;
            for (int h = 0; h < heads; h++) {
              rotation.head((t * heads + h) * dim, row);
            }
          }
        });
  }

  /**
   * The rotation of heads of {@code 2 half} elements: the plain loop
   *
   * <pre>
   *   for (int i = 0; i &lt; half; i++) {
   *     y[i] = x[i] * cos[i] - x[half + i] * sign * sin[i];
   *     y[half + i] = x[half + i] * cos[i] + x[i] * sign * sin[i];
   *   }
   * </pre>
   */
  private record Rotation(
      FloatSpan x, FloatSpan cos, FloatSpan sin, FloatSpan y, float sign, int half) {
    /** Rotates the head at element {@code at} of x by the angles at element {@code angle}. */
    void head(int at, int angle) {
      float[] x = this.x.data();
      int xo = this.x.at() + at;
      float[] cos = this.cos.data();
      int co = this.cos.at() + angle;
      float[] sin = this.sin.data();
      int so = this.sin.at() + angle;
      float[] y = this.y.data();
      int yo = this.y.at() + at;
      int i = 0;
      for (; i <= half - LANES; i += LANES) {
        FloatVector a = FloatVector.fromArray(S, x, xo + i);
        FloatVector b = FloatVector.fromArray(S, x, xo + half + i);
        FloatVector c = FloatVector.fromArray(S, cos, co + i);
        FloatVector s = FloatVector.fromArray(S, sin, so + i).mul(sign);
        a.mul(c).sub(b.mul(s)).intoArray(y, yo + i);
        b.mul(c).add(a.mul(s)).intoArray(y, yo + half + i);
      }
      for (; i < half; i++) {
        float a = x[xo + i];
        float b = x[xo + half + i];
        float s = sin[so + i] * sign;
        y[yo + i] = a * cos[co + i] - b * s;
        y[yo + half + i] = b * cos[co + i] + a * s;
      }
    }
  }
}
