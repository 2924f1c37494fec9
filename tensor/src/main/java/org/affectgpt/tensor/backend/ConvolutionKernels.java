package org.affectgpt.tensor.backend;

import org.jspecify.annotations.Nullable;

/** Convolutions. */
public interface ConvolutionKernels {
  /**
   * Dimensions of a 1-D convolution: x {@code [batch, inChannels, inLength]}, weight {@code
   * [outChannels, inChannels / groups, kernel]}, y {@code [batch, outChannels, outLength]}.
   */
  record Conv1d(
      int batch,
      int inChannels,
      int inLength,
      int outChannels,
      int kernel,
      int stride,
      int padding,
      int groups) {
    public int outLength() {
      return (inLength + 2 * padding - kernel) / stride + 1;
    }
  }

  /**
   * Dimensions of images {@code [batch, channels, height, width]} that are cut into squares of
   * {@code patch} pixels a side.
   */
  record Images(int batch, int channels, int height, int width, int patch) {}

  void conv1d(Conv1d dims, View x, View weight, @Nullable View bias, View y);

  void conv1dGradInput(Conv1d dims, View dy, View weight, View dx);

  /** Overwrites dw, and db {@code [outChannels]} when given. */
  void conv1dGradWeight(Conv1d dims, View x, View dy, View dw, @Nullable View db);

  /**
   * Cuts images into rows {@code [batch, (height / patch) * (width / patch), channels * patch *
   * patch]}; a remainder at the right and bottom is left out.
   */
  void patches(Images dims, View image, View rows);

  /** The transpose of {@link #patches}: writes every pixel once, 0 in the remainder. */
  void patchesGrad(Images dims, View rows, View image);
}
