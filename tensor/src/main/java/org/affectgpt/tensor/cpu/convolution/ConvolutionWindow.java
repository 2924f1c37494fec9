package org.affectgpt.tensor.cpu.convolution;

import static org.affectgpt.tensor.cpu.gemm.Microkernel.PANEL;

import java.util.Arrays;
import org.affectgpt.tensor.backend.ConvolutionKernels.Conv1d;
import org.affectgpt.tensor.cpu.gemm.Panels;
import org.affectgpt.tensor.cpu.memory.FloatSpan;

/**
 * The input of a 1-D convolution seen as a matrix of {@code [inChannels / groups * kernel,
 * outLength]}, one row for each tap: {@code window[(c, u), t] = x[c, t stride + u - padding]}, 0
 * outside. It is never stored; blocks of it are packed into panels.
 */
final class ConvolutionWindow {
  private final Conv1d d;

  ConvolutionWindow(Conv1d d) {
    this.d = d;
  }

  /** Input channels of a group. */
  int channels() {
    return d.inChannels() / d.groups();
  }

  /** Output channels of a group. */
  int outChannels() {
    return d.outChannels() / d.groups();
  }

  /** Rows of the matrix. */
  int taps() {
    return channels() * d.kernel();
  }

  /** First output position at which tap offset {@code u} reads inside the input. */
  int firstInside(int u) {
    return Math.max(0, Math.ceilDiv(d.padding() - u, d.stride()));
  }

  /** The output position after the last one at which {@code u} reads inside the input. */
  int endInside(int u) {
    int reach = d.inLength() - 1 + d.padding() - u;
    return reach < 0 ? 0 : Math.min(d.outLength(), reach / d.stride() + 1);
  }

  /** Packs rows {@code [tap, tap + k)} and columns {@code [t, t + n)}. */
  void pack(FloatSpan x, int tap, int k, int t, int n, float[] out) {
    for (int j = 0; j < n; j += PANEL) {
      int width = Panels.width(n, j);
      int columns = Math.min(width, n - j);
      for (int p = 0; p < k; p++) {
        int u = (tap + p) % d.kernel();
        int row = x.at() + (tap + p) / d.kernel() * d.inLength();
        int to = j * k + p * width;
        int first = Math.clamp(firstInside(u) - (t + j), 0, columns);
        int end = Math.clamp(endInside(u) - (t + j), first, columns);
        Arrays.fill(out, to, to + first, 0f);
        int from = row + (t + j + first) * d.stride() + u - d.padding();
        copy(x.data(), from, d.stride(), out, to + first, end - first);
        Arrays.fill(out, to + end, to + width, 0f);
      }
    }
  }

  private static void copy(float[] x, int from, int stride, float[] out, int to, int count) {
    if (stride == 1 && count > 0) {
      System.arraycopy(x, from, out, to, count);
    } else {
      for (int i = 0; i < count; i++) {
        out[to + i] = x[from + i * stride];
      }
    }
  }

  /** Packs the transpose: rows {@code [t, t + k)} of time and columns {@code [tap, tap + n)}. */
  void packTransposed(FloatSpan channels, int t, int k, int tap, int n, float[] out) {
    float[] x = channels.data();
    for (int j = 0; j < n; j += PANEL) {
      int width = Panels.width(n, j);
      int columns = Math.min(width, n - j);
      int to = j * k;
      if (columns < width) {
        Arrays.fill(out, to, to + k * width, 0f);
      }
      for (int i = 0; i < columns; i++) {
        int u = (tap + j + i) % d.kernel();
        int row = channels.at() + (tap + j + i) / d.kernel() * d.inLength() + u - d.padding();
        int first = Math.clamp(firstInside(u) - t, 0, k);
        int end = Math.clamp(endInside(u) - t, first, k);
        for (int p = 0; p < first; p++) {
          out[to + p * width + i] = 0f;
        }
        for (int p = first; p < end; p++) {
          out[to + p * width + i] = x[row + (t + p) * d.stride()];
        }
        for (int p = end; p < k; p++) {
          out[to + p * width + i] = 0f;
        }
      }
    }
  }

  /** Adds row {@code tap} of a matrix's columns {@code [t, t + n)} to the input that it reads. */
  void scatter(FloatSpan row, int tap, int t, int n, FloatSpan channels) {
    float[] x = channels.data();
    int u = tap % d.kernel();
    int first = Math.clamp(firstInside(u) - t, 0, n);
    int end = Math.clamp(endInside(u) - t, first, n);
    int at = channels.at() + tap / d.kernel() * d.inLength() + t * d.stride() + u - d.padding();
    for (int i = first; i < end; i++) {
      x[at + i * d.stride()] += row.get(i);
    }
  }
}
