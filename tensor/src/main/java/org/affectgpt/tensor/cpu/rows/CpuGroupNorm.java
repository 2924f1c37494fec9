package org.affectgpt.tensor.cpu.rows;

import java.util.Objects;
import org.affectgpt.tensor.backend.RowKernels.Affine;
import org.affectgpt.tensor.backend.RowKernels.GroupedNorm;
import org.affectgpt.tensor.backend.RowKernels.Statistics;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.threads.Chunks;
import org.affectgpt.tensor.cpu.vector.BlockSums;
import org.affectgpt.tensor.cpu.vector.ScalarLoops;
import org.affectgpt.tensor.cpu.weights.WeightReader;
import org.jspecify.annotations.Nullable;

/**
 * Group norm: {@code y = (x - mean) rstd w + b} with the mean and deviation of a group's channels,
 * as one scale and shift for each channel. Over {@code [batch, channels, length]}: one task a batch
 * entry and group.
 */
final class CpuGroupNorm {
  private final Chunks chunks;

  CpuGroupNorm(Chunks chunks) {
    this.chunks = chunks;
  }

  void forward(GroupedNorm dims, View x, Affine affine, View y, Statistics kept) {
    int batch = dims.batch();
    int channels = dims.channels();
    int length = dims.length();
    int groups = dims.groups();
    float eps = dims.eps();
    int members = channels / groups;
    int run = Math.multiplyExact(members, length);
    FloatSpan in = WeightReader.floats(x, (long) batch * channels * length);
    FloatSpan w = WeightReader.floats(given(affine.weight()), channels);
    FloatSpan b = WeightReader.floats(given(affine.bias()), channels);
    FloatSpan out = FloatSpan.of(y);
    FloatSpan means = FloatSpan.of(kept.mean());
    FloatSpan rstds = FloatSpan.of(kept.rstd());
    chunks.rows(
        batch * groups,
        3L * run,
        (from, to) -> {
          double[] moments = new double[2];
          for (int g = from; g < to; g++) {
            BlockSums.moments(in.plus(g * run), run, moments);
            float m = (float) moments[0];
            float s = (float) (1 / Math.sqrt(moments[1] / run + eps));
            means.set(g, m);
            rstds.set(g, s);
            for (int k = 0; k < members; k++) {
              int c = g % groups * members + k;
              float scale = s * w.get(c);
              float shift = Math.fma(-m, scale, b.get(c));
              int at = g * run + k * length;
              ScalarLoops.affine(scale, in.plus(at), shift, out.plus(at), length);
            }
          }
        });
  }

  void backward(
      GroupedNorm dims, View x, View weight, Statistics kept, View dy, View dx, Affine gradients) {
    int batch = dims.batch();
    int channels = dims.channels();
    int length = dims.length();
    int groups = dims.groups();
    int members = channels / groups;
    int run = Math.multiplyExact(members, length);
    long n = (long) batch * channels * length;
    FloatSpan in = WeightReader.floats(x, n);
    FloatSpan w = WeightReader.floats(weight, channels);
    FloatSpan means = WeightReader.floats(kept.mean(), (long) batch * groups);
    FloatSpan rstds = WeightReader.floats(kept.rstd(), (long) batch * groups);
    FloatSpan d = WeightReader.floats(dy, n);
    FloatSpan out = FloatSpan.of(dx);
    double[] sums = new double[batch * channels];
    double[] dots = new double[batch * channels];
    chunks.rows(
        batch * groups,
        3L * run,
        (from, to) -> {
          for (int g = from; g < to; g++) {
            float m = means.get(g);
            float s = rstds.get(g);
            double sum = 0;
            double dot = 0;
            for (int k = 0; k < members; k++) {
              int row = g * members + k;
              FloatSpan dyRow = d.plus(row * length);
              sums[row] = BlockSums.sum(dyRow, length);
              dots[row] = BlockSums.centredDot(in.plus(row * length), m, dyRow, length) * s;
              float wk = w.get(row % channels);
              sum += sums[row] * wk;
              dot += dots[row] * wk;
            }
            // dx = s (dy w - sum/run - h dot/run) is linear in dy and x.
            double slope = -dot / run * s * s;
            float constant = (float) (-sum / run * s - m * slope);
            for (int k = 0; k < members; k++) {
              int row = g * members + k;
              float scale = s * w.get(row % channels);
              FloatSpan dxRow = out.plus(row * length);
              ScalarLoops.affine(scale, d.plus(row * length), constant, dxRow, length);
              ScalarLoops.axpy((float) slope, in.plus(row * length), dxRow, length);
            }
          }
        });
    gather(dots, batch, channels, gradients.weight());
    gather(sums, batch, channels, gradients.bias());
  }

  private static View given(@Nullable View parameter) {
    return Objects.requireNonNull(parameter, "a group norm has a weight and a bias");
  }

  private static void gather(double[] parts, int batch, int channels, @Nullable View target) {
    if (target == null) {
      return;
    }
    FloatSpan out = FloatSpan.of(target);
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (int b = 0; b < batch; b++) {
        sum += parts[b * channels + c];
      }
      out.set(c, (float) sum);
    }
  }
}
