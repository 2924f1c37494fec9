package org.affectgpt.tensor.backend;

import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Kernels over the rows of a {@code [rows, columns]} matrix, each one pass forward and backward.
 * All is F32 but where BF16 and F16 are named.
 */
public interface RowKernels {
  /**
   * One class a row: ids I32 {@code [rows]}, of which {@code ignore} says that a row has none. An
   * id outside of the columns throws on the CPU; a device clamps it and reports it at the next
   * {@link Backend#synchronize}. Likewise positions in {@link Angles}.
   */
  record Labels(View ids, int ignore) {}

  /** Dimensions of a normalisation over rows, and what is added to the mean square. */
  record Norm(int rows, int columns, float eps) {}

  /** Dimensions of a normalisation of x {@code [batch, channels, length]} by groups of channels. */
  record GroupedNorm(int batch, int channels, int length, int groups, float eps) {}

  /**
   * Scale and shift of a normalisation, F32 {@code [columns]} or {@code [channels]}, or their
   * gradients; null for ones and zeros, or for a gradient that nobody asks for.
   */
  record Affine(@Nullable View weight, @Nullable View bias) {}

  /** Mean and reciprocal deviation of what was normalised together, F32. */
  record Statistics(View mean, View rstd) {}

  /** Dimensions of a rotary embedding: x {@code [tokens, heads, dim]}. */
  record Heads(int tokens, int heads, int dim) {}

  /**
   * Angles of a rotary embedding: tables F32 {@code [positions, dim / 2]} and the row of each
   * token, I32 {@code [tokens]}.
   */
  record Angles(View cos, View sin, View position) {}

  /** Kinds of reduction. */
  enum Reduction {
    SUM,
    MAX
  }

  void softmax(View x, View y, int rows, int columns);

  void softmaxGrad(View y, View dy, View dx, int rows, int columns);

  void logSoftmax(View x, View y, int rows, int columns);

  void logSoftmaxGrad(View y, View dy, View dx, int rows, int columns);

  /**
   * {@code logProb[r] = x[r, id[r]] - logSumExp(x[r])} without keeping a softmax; a row without a
   * label gives 0 for both. {@code logSumExp} {@code [rows]} is kept for the backward pass.
   */
  void tokenLogProb(View x, Labels labels, View logProb, View logSumExp, int rows, int columns);

  /** {@code dx[r, c] = d[r] (1{c = id[r]} - exp(x[r, c] - logSumExp[r]))}. */
  void tokenLogProbGrad(
      View x, Labels labels, View logSumExp, View d, View dx, int rows, int columns);

  /** {@code y = (x - mean) rstd w + b}; y F32, BF16 or F16; statistics {@code [rows]}. */
  void layerNorm(Norm dims, View x, Affine affine, View y, Statistics kept);

  /** Overwrites dx and what is asked for of {@code gradients}. */
  void layerNormGrad(
      Norm dims,
      View x,
      @Nullable View weight,
      Statistics kept,
      View dy,
      View dx,
      Affine gradients);

  /**
   * {@code y = x rstd w}, y F32, BF16 or F16; rstd {@code [rows]} gets the reciprocal roots of the
   * mean squares.
   */
  void rmsNorm(Norm dims, View x, View weight, View y, View rstd);

  /** Overwrites dx, and dw when given. */
  void rmsNormGrad(Norm dims, View x, View weight, View rstd, View dy, View dx, @Nullable View dw);

  /** Layer norm of each group; weight and bias are given, statistics {@code [batch, groups]}. */
  void groupNorm(GroupedNorm dims, View x, Affine affine, View y, Statistics kept);

  /** Overwrites dx and what is asked for of {@code gradients}. */
  void groupNormGrad(
      GroupedNorm dims, View x, View weight, Statistics kept, View dy, View dx, Affine gradients);

  /**
   * Rotary embedding, half-split form (Su et al. 2021 as in GPT-NeoX), of x to y; {@code inverse}
   * rotates back, which is the backward pass.
   */
  void rotary(Heads dims, View x, Angles angles, View y, boolean inverse);

  /** Reduces the middle of {@code [outer, length, inner]} to {@code [outer, inner]}. */
  void reduce(Reduction op, View x, View y, int outer, int length, int inner);

  /** Index I32 {@code [outer, inner]} of the first maximum along the middle. */
  void argMax(View x, View index, int outer, int length, int inner);

  /** Overwrites dx {@code [outer, length, inner]}: dy where {@link #argMax} points, 0 elsewhere. */
  void argMaxGrad(View index, View dy, View dx, int outer, int length, int inner);

  /**
   * Sum of those x whose mask, F32, is positive, in float64 in the order of the elements: a figure
   * for people, which costs the device no stop until it is asked for.
   */
  DoubleSupplier sumWhere(View x, View mask, long n);
}
