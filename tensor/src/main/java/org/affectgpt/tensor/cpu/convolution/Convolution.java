package org.affectgpt.tensor.cpu.convolution;

import static org.affectgpt.tensor.cpu.gemm.Microkernel.PANEL;
import static org.affectgpt.tensor.cpu.gemm.Microkernel.ROWS;

import java.util.Arrays;
import org.affectgpt.tensor.backend.ConvolutionKernels.Conv1d;
import org.affectgpt.tensor.cpu.gemm.MatrixProduct;
import org.affectgpt.tensor.cpu.gemm.PanelProduct;
import org.affectgpt.tensor.cpu.gemm.Panels;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.MatrixSpan;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.cpu.vector.LaneSums;
import org.jspecify.annotations.Nullable;

/**
 * 1-D convolution. The plain loop, for one group, is
 *
 * <pre>
 *   for (int o = 0; o &lt; outChannels; o++) {
 *     for (int t = 0; t &lt; outLength; t++) {
 *       for (int c = 0; c &lt; inChannels; c++) {
 *         for (int u = 0; u &lt; kernel; u++) {
 *           y[o][t] += weight[o][c][u] * x[c][t * stride + u - padding];
 *         }
 *       }
 *     }
 *   }
 * </pre>
 *
 * <p>The idea: a matrix product with the window matrix of {@link ConvolutionWindow}, whose blocks
 * go straight into packed panels and are never stored as a whole.
 */
final class Convolution {
  private static final Scratch PACKED_WINDOW = new Scratch();
  private static final Scratch PACKED_KERNEL = new Scratch();
  private static final Scratch PRODUCT = new Scratch();

  private static final int DEPTH = 256;
  private static final int COLUMNS = 4 * PANEL;
  private static final int TAP_ROWS = 252;
  private static final int ENOUGH_TASKS = 4;

  private final Conv1d d;
  private final ConvolutionWindow window;
  private final @Nullable Workers workers;

  /** The part of a group's weight gradient that a task owns: some rows and some taps. */
  private record Block(int group, int row, int rows, int tap, int taps) {}

  Convolution(Conv1d d, @Nullable Workers workers) {
    this.d = d;
    this.window = new ConvolutionWindow(d);
    this.workers = workers;
  }

  /** {@code y = weight * window (+ bias)}. */
  void forward(FloatSpan x, FloatSpan weight, @Nullable FloatSpan bias, FloatSpan y) {
    int chunks = Math.ceilDiv(d.outLength(), COLUMNS);
    MatrixProduct.tasks(
        workers,
        d.batch() * d.groups() * chunks,
        task -> {
          int t = task % chunks * COLUMNS;
          int group = task / chunks % d.groups();
          int item = task / chunks / d.groups();
          int n = Math.min(COLUMNS, d.outLength() - t);
          forward(input(x, item, group), weight, bias, output(y, item, group), group, t, n);
        });
  }

  /** Output positions {@code [t, t + n)} of a group of an item. */
  private void forward(
      FloatSpan x,
      FloatSpan weight,
      @Nullable FloatSpan bias,
      MatrixSpan y,
      int group,
      int t,
      int n) {
    int taps = window.taps();
    int rows = window.outChannels();
    FloatSpan packed = FloatSpan.of(PACKED_WINDOW.get(COLUMNS * DEPTH));
    MatrixSpan to = y.from(0, t);
    if (bias != null) {
      for (int r = 0; r < rows; r++) {
        Arrays.fill(to.data(), to.row(r), to.row(r) + n, bias.get(group * rows + r));
      }
    }
    for (int tap = 0; tap < taps; tap += DEPTH) {
      int k = Math.min(DEPTH, taps - tap);
      window.pack(x, tap, k, t, n, packed.data());
      MatrixSpan w = weights(weight, group).from(0, tap);
      PanelProduct.multiply(w, packed, to, rows, n, k, tap > 0 || bias != null);
    }
  }

  /** {@code dx = scatter(weight^T dy)}; a task owns some input channels of one item. */
  void gradInput(FloatSpan dy, FloatSpan weight, FloatSpan dx) {
    int channels = Math.min(window.channels(), Math.max(1, TAP_ROWS / d.kernel()));
    int chunks = Math.ceilDiv(window.channels(), channels);
    MatrixProduct.tasks(
        workers,
        d.batch() * d.groups() * chunks,
        task -> {
          int channel = task % chunks * channels;
          int group = task / chunks % d.groups();
          int item = task / chunks / d.groups();
          int count = Math.min(channels, window.channels() - channel);
          MatrixSpan outputs = output(dy, item, group);
          gradInput(outputs, weights(weight, group), input(dx, item, group), channel, count);
        });
  }

  private void gradInput(
      MatrixSpan dy, MatrixSpan weight, FloatSpan dx, int channel, int channels) {
    int outs = window.outChannels();
    int rows = channels * d.kernel();
    int padded = Math.ceilDiv(rows, ROWS) * ROWS;
    FloatSpan packedA = FloatSpan.of(PACKED_KERNEL.get(padded * outs));
    for (int p = 0; p < outs; p += DEPTH) {
      int k = Math.min(DEPTH, outs - p);
      MatrixSpan from = weight.from(p, channel * d.kernel());
      Panels.packTransposedA(from, k, rows, packedA.plus(p * padded));
    }
    FloatSpan packed = FloatSpan.of(PACKED_WINDOW.get(COLUMNS * DEPTH));
    MatrixSpan product = new MatrixSpan(PRODUCT.get(rows * COLUMNS), 0, COLUMNS);
    FloatSpan target = dx.plus(channel * d.inLength());
    Arrays.fill(target.data(), target.at(), target.at() + channels * d.inLength(), 0f);
    for (int t = 0; t < d.outLength(); t += COLUMNS) {
      int n = Math.min(COLUMNS, d.outLength() - t);
      for (int p = 0; p < outs; p += DEPTH) {
        int k = Math.min(DEPTH, outs - p);
        Panels.pack(dy.from(p, t), k, n, packed);
        FloatSpan a = packedA.plus(p * padded);
        PanelProduct.multiplyPacked(a, packed, product, rows, n, k, p > 0);
      }
      for (int r = 0; r < rows; r++) {
        window.scatter(new FloatSpan(product.data(), product.row(r)), r, t, n, target);
      }
    }
  }

  /** {@code dw = dy window^T}, summed over the batch in order; a task owns a block of dw. */
  void gradWeight(FloatSpan x, FloatSpan dy, FloatSpan dw) {
    int columnChunks = Math.ceilDiv(window.taps(), COLUMNS);
    int outs = window.outChannels();
    int wanted = Math.ceilDiv(ENOUGH_TASKS, d.groups() * columnChunks);
    int rows = Math.ceilDiv(Math.ceilDiv(outs, wanted), ROWS) * ROWS;
    int rowChunks = Math.ceilDiv(outs, rows);
    MatrixProduct.tasks(
        workers,
        d.groups() * columnChunks * rowChunks,
        task -> {
          int tap = task % columnChunks * COLUMNS;
          int row = task / columnChunks % rowChunks * rows;
          int group = task / columnChunks / rowChunks;
          int n = Math.min(COLUMNS, window.taps() - tap);
          Block block = new Block(group, row, Math.min(rows, outs - row), tap, n);
          gradWeight(x, dy, weights(dw, group).from(row, tap), block);
        });
  }

  private void gradWeight(FloatSpan x, FloatSpan dy, MatrixSpan dw, Block block) {
    FloatSpan packed = FloatSpan.of(PACKED_WINDOW.get(COLUMNS * DEPTH));
    for (int item = 0; item < d.batch(); item++) {
      FloatSpan inputs = input(x, item, block.group());
      MatrixSpan outputs = output(dy, item, block.group());
      for (int t = 0; t < d.outLength(); t += DEPTH) {
        int k = Math.min(DEPTH, d.outLength() - t);
        window.packTransposed(inputs, t, k, block.tap(), block.taps(), packed.data());
        MatrixSpan a = outputs.from(block.row(), t);
        boolean add = item > 0 || t > 0;
        PanelProduct.multiply(a, packed, dw, block.rows(), block.taps(), k, add);
      }
    }
  }

  /** {@code db = sum of dy} over items and time. */
  void gradBias(FloatSpan dy, FloatSpan db) {
    MatrixProduct.tasks(
        workers,
        d.outChannels(),
        channel -> {
          float sum = 0;
          for (int item = 0; item < d.batch(); item++) {
            int from = (item * d.outChannels() + channel) * d.outLength();
            sum += LaneSums.sum(dy.plus(from), d.outLength());
          }
          db.set(channel, sum);
        });
  }

  /** The input channels of a group of an item. */
  private FloatSpan input(FloatSpan x, int item, int group) {
    return x.plus((item * d.inChannels() + group * window.channels()) * d.inLength());
  }

  /** The output channels of a group of an item, {@code [channels, outLength]}. */
  private MatrixSpan output(FloatSpan y, int item, int group) {
    int row = item * d.outChannels() + group * window.outChannels();
    return new MatrixSpan(y.data(), y.at(), d.outLength()).from(row, 0);
  }

  /** The weights of a group, {@code [outChannels, taps]}. */
  private MatrixSpan weights(FloatSpan weight, int group) {
    int row = group * window.outChannels();
    return new MatrixSpan(weight.data(), weight.at(), window.taps()).from(row, 0);
  }
}
