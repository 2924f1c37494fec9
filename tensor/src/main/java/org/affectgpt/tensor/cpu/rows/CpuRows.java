package org.affectgpt.tensor.cpu.rows;

import java.util.function.DoubleSupplier;
import org.affectgpt.tensor.backend.RowKernels;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.HalfArray;
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
      View x, Labels labels, View logProb, View logSumExp, int rows, int columns) {
    softmax.tokenLogProb(x, labels, logProb, logSumExp, rows, columns);
  }

  @Override
  public void tokenLogProbGrad(
      View x, Labels labels, View logSumExp, View d, View dx, int rows, int columns) {
    softmax.tokenLogProbGrad(x, labels, logSumExp, d, dx, rows, columns);
  }

  @Override
  public void layerNorm(Norm dims, View x, Affine affine, View y, Statistics kept) {
    long n = (long) dims.rows() * dims.columns();
    View out = HalfArray.staging(y, n);
    norm.forward(dims, x, affine, out, kept.mean(), kept.rstd());
    HalfArray.round(out, y, n);
  }

  @Override
  public void layerNormGrad(
      Norm dims,
      View x,
      @Nullable View weight,
      Statistics kept,
      View dy,
      View dx,
      Affine gradients) {
    norm.backward(dims, x, weight, kept.mean(), kept.rstd(), dy, dx, gradients);
  }

  @Override
  public void rmsNorm(Norm dims, View x, View weight, View y, View rstd) {
    long n = (long) dims.rows() * dims.columns();
    View out = HalfArray.staging(y, n);
    norm.forward(dims, x, new Affine(weight, null), out, null, rstd);
    HalfArray.round(out, y, n);
  }

  @Override
  public void rmsNormGrad(
      Norm dims, View x, View weight, View rstd, View dy, View dx, @Nullable View dw) {
    norm.backward(dims, x, weight, null, rstd, dy, dx, new Affine(dw, null));
  }

  @Override
  public void groupNorm(GroupedNorm dims, View x, Affine affine, View y, Statistics kept) {
    groupNorm.forward(dims, x, affine, y, kept);
  }

  @Override
  public void groupNormGrad(
      GroupedNorm dims, View x, View weight, Statistics kept, View dy, View dx, Affine gradients) {
    groupNorm.backward(dims, x, weight, kept, dy, dx, gradients);
  }

  @Override
  public void rotary(Heads dims, View x, Angles angles, View y, boolean inverse) {
    rotary.rotary(dims, x, angles, y, inverse);
  }

  @Override
  public void reduce(Reduction op, View x, View y, int outer, int length, int inner) {
    reduce.reduce(op, x, y, outer, length, inner);
  }

  @Override
  public void argMax(View x, View index, int outer, int length, int inner) {
    reduce.argMax(x, index, outer, length, inner);
  }

  @Override
  public void argMaxGrad(View index, View dy, View dx, int outer, int length, int inner) {
    reduce.argMaxGrad(index, dy, dx, outer, length, inner);
  }

  @Override
  public DoubleSupplier sumWhere(View x, View mask, long n) {
    double sum = CpuReduce.sumWhere(x, mask, n);
    return () -> sum;
  }
}
