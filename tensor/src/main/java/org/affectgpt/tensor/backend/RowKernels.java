package org.affectgpt.tensor.backend;

import org.jspecify.annotations.Nullable;

/**
 * Kernels over the rows of a {@code [rows, columns]} matrix, each one pass forward and backward.
 */
public interface RowKernels {
  void softmax(View x, View y, int rows, int columns);

  void softmaxGrad(View y, View dy, View dx, int rows, int columns);

  void logSoftmax(View x, View y, int rows, int columns);

  void logSoftmaxGrad(View y, View dy, View dx, int rows, int columns);

  /**
   * {@code logProb[r] = x[r, id[r]] - logSumExp(x[r])} without keeping a softmax; a row whose id is
   * {@code ignore} gives 0. {@code logSumExp} {@code [rows]} is kept for the backward pass.
   */
  void tokenLogProb(
      View x, View ids, int ignore, View logProb, View logSumExp, int rows, int columns);

  /** {@code dx[r, c] = d[r] (1{c = id[r]} - exp(x[r, c] - logSumExp[r]))}. */
  void tokenLogProbGrad(
      View x, View ids, int ignore, View logSumExp, View d, View dx, int rows, int columns);

  /** Mean and reciprocal deviation {@code [rows]} are kept for the backward pass. */
  void layerNorm(
      View x,
      @Nullable View weight,
      @Nullable View bias,
      float eps,
      View y,
      View mean,
      View rstd,
      int rows,
      int columns);

  /** Overwrites dx, dw, db. */
  void layerNormGrad(
      View x,
      @Nullable View weight,
      View mean,
      View rstd,
      View dy,
      View dx,
      @Nullable View dw,
      @Nullable View db,
      int rows,
      int columns);

  void rmsNorm(View x, View weight, float eps, View y, View rstd, int rows, int columns);

  void rmsNormGrad(
      View x, View weight, View rstd, View dy, View dx, @Nullable View dw, int rows, int columns);

  /** x {@code [batch, channels, length]}, statistics {@code [batch, groups]}. */
  void groupNorm(
      View x,
      View weight,
      View bias,
      float eps,
      View y,
      View mean,
      View rstd,
      int batch,
      int channels,
      int length,
      int groups);

  void groupNormGrad(
      View x,
      View weight,
      View mean,
      View rstd,
      View dy,
      View dx,
      @Nullable View dw,
      @Nullable View db,
      int batch,
      int channels,
      int length,
      int groups);

  /**
   * Rotary embedding, half-split form (Su et al. 2021 as in GPT-NeoX): x, y {@code [tokens, heads,
   * dim]}, tables {@code [positions, dim / 2]}, position I32 {@code [tokens]}; {@code inverse}
   * rotates back, which is the backward pass.
   */
  void rotary(
      View x,
      View cos,
      View sin,
      View position,
      View y,
      int tokens,
      int heads,
      int dim,
      boolean inverse);

  /** Kinds of reduction. */
  enum Reduction {
    SUM,
    MAX
  }

  /** Reduces the middle of {@code [outer, length, inner]} to {@code [outer, inner]}. */
  void reduce(Reduction op, View x, View y, int outer, int length, int inner);

  /** Index I32 {@code [outer, inner]} of the first maximum along the middle. */
  void argMax(View x, View index, int outer, int length, int inner);
}
