package org.affectgpt.tensor.cpu.convolution;

import static org.affectgpt.tensor.cpu.gemm.Microkernel.PANEL;
import static org.affectgpt.tensor.cpu.gemm.Microkernel.ROWS;

import java.util.Arrays;
import org.affectgpt.tensor.backend.ConvolutionKernels.Conv1d;
import org.affectgpt.tensor.cpu.gemm.MatrixProduct;
import org.affectgpt.tensor.cpu.gemm.PanelProduct;
import org.affectgpt.tensor.cpu.gemm.Panels;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.cpu.vector.LaneSums;
import org.jspecify.annotations.Nullable;

/**
 * 1-D convolution as matrix products with the window matrix of {@link ConvolutionWindow}, whose
 * blocks go straight into packed panels.
 */
final class Convolution {
  private static final int DEPTH = 256;
  private static final int COLUMNS = 4 * PANEL;
  private static final int TAP_ROWS = 252;
  private static final int ENOUGH_TASKS = 4;

  private final Conv1d d;
  private final ConvolutionWindow window;
  private final @Nullable Workers workers;

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
          forward(x, weight, bias, y, item, group, t, Math.min(COLUMNS, d.outLength() - t));
        });
  }

  private void forward(
      FloatSpan x,
      FloatSpan weight,
      @Nullable FloatSpan bias,
      FloatSpan y,
      int item,
      int group,
      int t,
      int n) {
    int taps = window.taps();
    int rows = window.outChannels();
    float[] packed = Scratch.get(Scratch.Slot.COLUMNS, COLUMNS * DEPTH);
    int to = output(y, item, group) + t;
    if (bias != null) {
      for (int r = 0; r < rows; r++) {
        int at = to + r * d.outLength();
        Arrays.fill(y.data(), at, at + n, bias.data()[bias.at() + group * rows + r]);
      }
    }
    for (int tap = 0; tap < taps; tap += DEPTH) {
      int k = Math.min(DEPTH, taps - tap);
      window.pack(x.data(), input(x, item, group), tap, k, t, n, packed);
      PanelProduct.multiply(
          weight.data(),
          weight.at() + group * rows * taps + tap,
          taps,
          rows,
          packed,
          0,
          k,
          n,
          y.data(),
          to,
          d.outLength(),
          tap > 0 || bias != null);
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
          gradInput(dy, weight, dx, item, group, channel, count);
        });
  }

  private void gradInput(
      FloatSpan dy,
      FloatSpan weight,
      FloatSpan dx,
      int item,
      int group,
      int channel,
      int channels) {
    int outs = window.outChannels();
    int taps = window.taps();
    int rows = channels * d.kernel();
    int padded = Math.ceilDiv(rows, ROWS) * ROWS;
    float[] packedA = Scratch.get(Scratch.Slot.KERNEL, padded * outs);
    int from = weight.at() + group * outs * taps + channel * d.kernel();
    for (int p = 0; p < outs; p += DEPTH) {
      int k = Math.min(DEPTH, outs - p);
      Panels.packTransposedA(weight.data(), from + p * taps, taps, k, rows, packedA, p * padded);
    }
    float[] packed = Scratch.get(Scratch.Slot.COLUMNS, COLUMNS * DEPTH);
    float[] product = Scratch.get(Scratch.Slot.SCORES, rows * COLUMNS);
    int target = input(dx, item, group) + channel * d.inLength();
    Arrays.fill(dx.data(), target, target + channels * d.inLength(), 0f);
    for (int t = 0; t < d.outLength(); t += COLUMNS) {
      int n = Math.min(COLUMNS, d.outLength() - t);
      for (int p = 0; p < outs; p += DEPTH) {
        int k = Math.min(DEPTH, outs - p);
        int at = output(dy, item, group) + p * d.outLength() + t;
        Panels.pack(dy.data(), at, d.outLength(), k, n, packed, 0);
        PanelProduct.multiplyPacked(
            packedA, p * padded, rows, packed, 0, k, n, product, 0, COLUMNS, p > 0);
      }
      for (int r = 0; r < rows; r++) {
        window.scatter(product, r * COLUMNS, r, t, n, dx.data(), target);
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
          gradWeight(x, dy, dw, group, row, Math.min(rows, outs - row), tap, n);
        });
  }

  private void gradWeight(
      FloatSpan x, FloatSpan dy, FloatSpan dw, int group, int row, int rows, int tap, int n) {
    float[] packed = Scratch.get(Scratch.Slot.COLUMNS, COLUMNS * DEPTH);
    int to = dw.at() + (group * window.outChannels() + row) * window.taps() + tap;
    for (int item = 0; item < d.batch(); item++) {
      int from = output(dy, item, group) + row * d.outLength();
      for (int t = 0; t < d.outLength(); t += DEPTH) {
        int k = Math.min(DEPTH, d.outLength() - t);
        window.packTransposed(x.data(), input(x, item, group), t, k, tap, n, packed);
        PanelProduct.multiply(
            dy.data(),
            from + t,
            d.outLength(),
            rows,
            packed,
            0,
            k,
            n,
            dw.data(),
            to,
            window.taps(),
            item > 0 || t > 0);
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
            int from = dy.at() + (item * d.outChannels() + channel) * d.outLength();
            sum += LaneSums.sum(dy.data(), from, d.outLength());
          }
          db.data()[db.at() + channel] = sum;
        });
  }

  private int input(FloatSpan x, int item, int group) {
    return x.at() + (item * d.inChannels() + group * window.channels()) * d.inLength();
  }

  private int output(FloatSpan y, int item, int group) {
    return y.at() + (item * d.outChannels() + group * window.outChannels()) * d.outLength();
  }
}
