package org.affectgpt.tensor.cpu.rows;

import org.affectgpt.tensor.backend.RowKernels;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.threads.Chunks;
import org.jspecify.annotations.Nullable;

/** The row kernels, each family in a class of its own. */
public final class CpuRows implements RowKernels {
  private final CpuSoftmax softmax;
  private final CpuNorm norm;
  private final CpuGroupNorm groupNorm;
  private final CpuRotary rotary;
  private final CpuReduce reduce;

  public CpuRows(Chunks chunks) {
    softmax = new CpuSoftmax(chunks);
    norm = new CpuNorm(chunks);
    groupNorm = new CpuGroupNorm(chunks);
    rotary = new CpuRotary(chunks);
    reduce = new CpuReduce(chunks);
  }

  @Override
  public void softmax(View x, View y, int rows, int columns) {
    softmax.softmax(x, y, rows, columns);
  }

  @Override
  public void softmaxGrad(View y, View dy, View dx, int rows, int columns) {
    softmax.softmaxGrad(y, dy, dx, rows, columns);
  }

  @Override
  public void logSoftmax(View x, View y, int rows, int columns) {
    softmax.logSoftmax(x, y, rows, columns);
  }

  @Override
  public void logSoftmaxGrad(View y, View dy, View dx, int rows, int columns) {
    softmax.logSoftmaxGrad(y, dy, dx, rows, columns);
  }

  @Override
  public void tokenLogProb(
      View x, View ids, int ignore, View logProb, View logSumExp, int rows, int columns) {
    softmax.tokenLogProb(x, ids, ignore, logProb, logSumExp, rows, columns);
  }

  @Override
  public void tokenLogProbGrad(
      View x, View ids, int ignore, View logSumExp, View d, View dx, int rows, int columns) {
    softmax.tokenLogProbGrad(x, ids, ignore, logSumExp, d, dx, rows, columns);
  }

  @Override
  public void layerNorm(
      View x,
      @Nullable View weight,
      @Nullable View bias,
      float eps,
      View y,
      View mean,
      View rstd,
      int rows,
      int columns) {
    norm.forward(x, weight, bias, eps, y, mean, rstd, rows, columns);
  }

  @Override
  public void layerNormGrad(
      View x,
      @Nullable View weight,
      View mean,
      View rstd,
      View dy,
      View dx,
      @Nullable View dw,
      @Nullable View db,
      int rows,
      int columns) {
    norm.backward(x, weight, mean, rstd, dy, dx, dw, db, rows, columns);
  }

  @Override
  public void rmsNorm(View x, View weight, float eps, View y, View rstd, int rows, int columns) {
    norm.forward(x, weight, null, eps, y, null, rstd, rows, columns);
  }

  @Override
  public void rmsNormGrad(
      View x, View weight, View rstd, View dy, View dx, @Nullable View dw, int rows, int columns) {
    norm.backward(x, weight, null, rstd, dy, dx, dw, null, rows, columns);
  }

  @Override
  public void groupNorm(
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
      int groups) {
    groupNorm.forward(x, weight, bias, eps, y, mean, rstd, batch, channels, length, groups);
  }

  @Override
  public void groupNormGrad(
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
      int groups) {
    groupNorm.backward(x, weight, mean, rstd, dy, dx, dw, db, batch, channels, length, groups);
  }

  @Override
  public void rotary(
      View x,
      View cos,
      View sin,
      View position,
      View y,
      int tokens,
      int heads,
      int dim,
      boolean inverse) {
    rotary.rotary(x, cos, sin, position, y, tokens, heads, dim, inverse);
  }

  @Override
  public void reduce(Reduction op, View x, View y, int outer, int length, int inner) {
    reduce.reduce(op, x, y, outer, length, inner);
  }

  @Override
  public void argMax(View x, View index, int outer, int length, int inner) {
    reduce.argMax(x, index, outer, length, inner);
  }
}
