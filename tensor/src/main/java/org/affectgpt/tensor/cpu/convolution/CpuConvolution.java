package org.affectgpt.tensor.cpu.convolution;

import java.util.Arrays;
import org.affectgpt.tensor.backend.ConvolutionKernels;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.cpu.weights.WeightReader;
import org.jspecify.annotations.Nullable;

/** Convolutions by implicit windows: the input is never copied as a whole. */
public final class CpuConvolution implements ConvolutionKernels {
  private static final long ONE_THREAD = 1 << 17;

  private final Workers workers;

  public CpuConvolution(Workers workers) {
    this.workers = workers;
  }

  @Override
  public void conv1d(Conv1d d, View x, View weight, @Nullable View bias, View y) {
    if (d.outLength() > 0) {
      convolution(d)
          .forward(
              WeightReader.floats(x, inputs(d)),
              WeightReader.floats(weight, weights(d)),
              bias == null ? null : WeightReader.floats(bias, d.outChannels()),
              FloatSpan.of(y));
    }
  }

  @Override
  public void conv1dGradInput(Conv1d d, View dy, View weight, View dx) {
    convolution(d)
        .gradInput(
            WeightReader.floats(dy, outputs(d)),
            WeightReader.floats(weight, weights(d)),
            FloatSpan.of(dx));
  }

  @Override
  public void conv1dGradWeight(Conv1d d, View x, View dy, View dw, @Nullable View db) {
    Convolution convolution = convolution(d);
    FloatSpan gradient = WeightReader.floats(dy, outputs(d));
    FloatSpan to = FloatSpan.of(dw);
    convolution.gradWeight(WeightReader.floats(x, inputs(d)), gradient, to);
    if (d.batch() == 0) {
      Arrays.fill(to.data(), to.at(), to.at() + Math.toIntExact(weights(d)), 0f);
    }
    if (db != null) {
      convolution.gradBias(gradient, FloatSpan.of(db));
    }
  }

  @Override
  public void patches(Images dims, View image, View rows) {
    int channels = dims.channels();
    int height = dims.height();
    int width = dims.width();
    int patch = dims.patch();
    FloatSpan from = WeightReader.floats(image, (long) dims.batch() * channels * height * width);
    FloatSpan to = FloatSpan.of(rows);
    int down = height / patch;
    int across = width / patch;
    workers.run(
        dims.batch() * down,
        task -> {
          int at = to.at() + task * across * channels * patch * patch;
          for (int i = 0; i < across; i++) {
            for (int c = 0; c < channels; c++) {
              int plane = (task / down * channels + c) * height + task % down * patch;
              for (int y = 0; y < patch; y++) {
                int source = from.at() + (plane + y) * width + i * patch;
                System.arraycopy(from.data(), source, to.data(), at, patch);
                at += patch;
              }
            }
          }
        });
  }

  @Override
  public void patchesGrad(Images dims, View rows, View image) {
    int channels = dims.channels();
    int height = dims.height();
    int width = dims.width();
    int patch = dims.patch();
    int down = height / patch;
    int across = width / patch;
    int size = channels * patch * patch;
    FloatSpan from = WeightReader.floats(rows, (long) dims.batch() * down * across * size);
    FloatSpan to = FloatSpan.of(image);
    workers.run(
        dims.batch() * channels,
        task -> {
          int c = task % channels;
          for (int y = 0; y < height; y++) {
            int at = to.at() + (task * height + y) * width;
            if (y >= down * patch) {
              Arrays.fill(to.data(), at, at + width, 0f);
              continue;
            }
            int row = (task / channels * down + y / patch) * across;
            int inside = (c * patch + y % patch) * patch;
            for (int i = 0; i < across; i++) {
              int source = from.at() + (row + i) * size + inside;
              System.arraycopy(from.data(), source, to.data(), at + i * patch, patch);
            }
            Arrays.fill(to.data(), at + across * patch, at + width, 0f);
          }
        });
  }

  private Convolution convolution(Conv1d d) {
    if (d.inChannels() % d.groups() != 0 || d.outChannels() % d.groups() != 0) {
      throw new IllegalArgumentException("channels do not divide into groups: " + d);
    }
    long work = outputs(d) * d.inChannels() / d.groups() * d.kernel();
    return new Convolution(d, work < ONE_THREAD ? null : workers);
  }

  private static long inputs(Conv1d d) {
    return (long) d.batch() * d.inChannels() * d.inLength();
  }

  private static long weights(Conv1d d) {
    return (long) d.outChannels() * (d.inChannels() / d.groups()) * d.kernel();
  }

  private static long outputs(Conv1d d) {
    return (long) d.batch() * d.outChannels() * d.outLength();
  }
}
