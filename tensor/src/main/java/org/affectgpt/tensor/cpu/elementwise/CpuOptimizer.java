package org.affectgpt.tensor.cpu.elementwise;

import java.util.List;
import java.util.function.DoubleSupplier;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.affectgpt.tensor.backend.ElementwiseKernels;
import org.affectgpt.tensor.backend.OptimizerKernels;
import org.affectgpt.tensor.backend.Span;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.threads.Chunks;
import org.affectgpt.tensor.cpu.vector.BlockSums;
import org.affectgpt.tensor.cpu.vector.VectorWidth;
import org.affectgpt.tensor.cpu.weights.WeightReader;

/**
 * Kernels of the optimizers. AdamW (Loshchilov and Hutter 2019) in one reading of its operands:
 *
 * <pre>
 *   m = beta1 * m + (1 - beta1) * g;
 *   v = beta2 * v + (1 - beta2) * g * g;
 *   p -= rate * (weightDecay * p + m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + eps));
 * </pre>
 */
public final class CpuOptimizer implements OptimizerKernels {
  private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;
  private static final int PIECE = 1 << 14;

  /** PyTorch's guard against a norm of 0. */
  private static final double TINY = 1e-6;

  private final Chunks chunks;
  private final ElementwiseKernels elementwise;

  public CpuOptimizer(Chunks chunks, ElementwiseKernels elementwise) {
    this.chunks = chunks;
    this.elementwise = elementwise;
  }

  @Override
  public void adamW(AdamW h, View parameter, View gradient, View m, View v, long n) {
    FloatSpan p = FloatSpan.of(parameter);
    FloatSpan g = WeightReader.floats(gradient, n);
    FloatSpan first = FloatSpan.of(m);
    FloatSpan second = FloatSpan.of(v);
    double correction1 = 1 - StrictMath.pow(h.beta1(), h.step());
    double correction2 = 1 - StrictMath.pow(h.beta2(), h.step());
    Step step =
        new Step(
            (float) (1 - h.lr() * h.weightDecay()),
            (float) h.beta1(),
            (float) (1 - h.beta1()),
            (float) h.beta2(),
            (float) (1 - h.beta2()),
            (float) (1 / Math.sqrt(correction2)),
            (float) h.eps(),
            (float) (-h.lr() / correction1));
    chunks.elements(n, (from, to) -> step.run(p, g, first, second, from, to));
  }

  /** The constants of one step in F32. */
  private record Step(
      float decay,
      float keep1,
      float take1,
      float keep2,
      float take2,
      float rootFactor,
      float eps,
      float rate) {
    void run(FloatSpan p, FloatSpan g, FloatSpan m, FloatSpan v, int from, int to) {
      int body = to - (to - from) % LANES;
      whole(p, g, m, v, from, body);
      if (body < to) {
        float[] rest = new float[4 * LANES];
        System.arraycopy(p.data(), p.at() + body, rest, 0, to - body);
        System.arraycopy(g.data(), g.at() + body, rest, LANES, to - body);
        System.arraycopy(m.data(), m.at() + body, rest, 2 * LANES, to - body);
        System.arraycopy(v.data(), v.at() + body, rest, 3 * LANES, to - body);
        FloatSpan one = FloatSpan.of(rest);
        whole(one, one.plus(LANES), one.plus(2 * LANES), one.plus(3 * LANES), 0, LANES);
        System.arraycopy(rest, 0, p.data(), p.at() + body, to - body);
        System.arraycopy(rest, 2 * LANES, m.data(), m.at() + body, to - body);
        System.arraycopy(rest, 3 * LANES, v.data(), v.at() + body, to - body);
      }
    }

    private void whole(
        FloatSpan parameter, FloatSpan gradient, FloatSpan m1, FloatSpan m2, int from, int to) {
      float[] p = parameter.data();
      int po = parameter.at();
      float[] g = gradient.data();
      int go = gradient.at();
      float[] m = m1.data();
      int mo = m1.at();
      float[] v = m2.data();
      int vo = m2.at();
      for (int i = from; i < to; i += LANES) {
        FloatVector grad = FloatVector.fromArray(S, g, go + i);
        FloatVector first = FloatVector.fromArray(S, m, mo + i).mul(keep1);
        first = grad.fma(FloatVector.broadcast(S, take1), first);
        FloatVector second = FloatVector.fromArray(S, v, vo + i).mul(keep2);
        second = grad.mul(grad).fma(FloatVector.broadcast(S, take2), second);
        FloatVector root = second.lanewise(VectorOperators.SQRT).mul(rootFactor).add(eps);
        FloatVector value = FloatVector.fromArray(S, p, po + i).mul(decay);
        first.div(root).fma(FloatVector.broadcast(S, rate), value).intoArray(p, po + i);
        first.intoArray(m, mo + i);
        second.intoArray(v, vo + i);
      }
    }
  }

  @Override
  public DoubleSupplier clip(List<Span> gradients, double maxNorm) {
    double sum = 0;
    for (Span g : gradients) {
      sum += sumOfSquares(g);
    }
    double norm = Math.sqrt(sum);
    double scale = maxNorm / (norm + TINY);
    if (maxNorm > 0 && scale < 1) {
      for (Span g : gradients) {
        elementwise.affine((float) scale, g.view(), 0f, g.view(), g.length());
      }
    }
    return () -> norm;
  }

  private double sumOfSquares(Span x) {
    FloatSpan in = WeightReader.floats(x.view(), x.length());
    double[] parts = new double[(int) ((x.length() + PIECE - 1) / PIECE)];
    chunks.pieces(
        Math.toIntExact(x.length()),
        PIECE,
        x.length(),
        (from, to) -> parts[from / PIECE] = BlockSums.dot(in.plus(from), in.plus(from), to - from));
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    return sum;
  }
}
