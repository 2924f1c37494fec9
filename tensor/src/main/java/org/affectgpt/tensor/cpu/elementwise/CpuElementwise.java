package org.affectgpt.tensor.cpu.elementwise;

import java.util.Arrays;
import org.affectgpt.tensor.backend.ElementwiseKernels;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.HalfArray;
import org.affectgpt.tensor.cpu.threads.Chunks;
import org.affectgpt.tensor.cpu.vector.ScalarLoops;
import org.affectgpt.tensor.cpu.weights.WeightReader;

/** Element-wise kernels on the Vector API, in pieces over the workers. */
public final class CpuElementwise implements ElementwiseKernels {
  private final Chunks chunks;

  public CpuElementwise(Chunks chunks) {
    this.chunks = chunks;
  }

  @Override
  public void unary(Unary op, View x, View y, long n) {
    FloatSpan in = WeightReader.floats(x, n);
    FloatSpan out = FloatSpan.of(y);
    chunks.elements(n, (from, to) -> UnaryLoops.run(op, in.plus(from), out.plus(from), to - from));
  }

  @Override
  public void unaryGrad(Unary op, View x, View y, View dy, View dx, long n) {
    FloatSpan source = WeightReader.floats(UnaryGradLoops.ofOutput(op) ? y : x, n);
    FloatSpan d = WeightReader.floats(dy, n);
    FloatSpan out = FloatSpan.of(dx);
    chunks.elements(
        n,
        (from, to) ->
            UnaryGradLoops.run(op, source.plus(from), d.plus(from), out.plus(from), to - from));
  }

  @Override
  public void swiGlu(View gate, View up, View y, long n) {
    FloatSpan g = WeightReader.floats(gate, n);
    FloatSpan u = WeightReader.floats(up, n);
    View staged = HalfArray.staging(y, n);
    FloatSpan out = FloatSpan.of(staged);
    chunks.elements(
        n, (from, to) -> GatedLoops.forward(g.plus(from), u.plus(from), out.plus(from), to - from));
    HalfArray.round(staged, y, n);
  }

  @Override
  public void swiGluGrad(View gate, View up, View dy, View dgate, View dup, long n) {
    GatedLoops.Operands o =
        new GatedLoops.Operands(
            WeightReader.floats(gate, n),
            WeightReader.floats(up, n),
            WeightReader.floats(dy, n),
            FloatSpan.of(dgate),
            FloatSpan.of(dup));
    chunks.elements(n, (from, to) -> GatedLoops.backward(o, from, to - from));
  }

  @Override
  public void binary(Binary op, View a, View b, View y, long n) {
    FloatSpan u = WeightReader.floats(a, n);
    FloatSpan v = WeightReader.floats(b, n);
    FloatSpan out = FloatSpan.of(y);
    chunks.elements(
        n,
        (from, to) -> BinaryLoops.run(op, u.plus(from), v.plus(from), out.plus(from), to - from));
  }

  @Override
  public void binary(Binary op, int[] dims, Strided a, Strided b, View y) {
    long n = 1;
    for (int d : dims) {
      n *= d;
    }
    if (n == 0) {
      return;
    }
    int length = dims[dims.length - 1];
    StridedBinary rows =
        new StridedBinary(
            op,
            dims,
            WeightReader.floats(a.view(), extent(dims, a.strides())),
            a.strides(),
            WeightReader.floats(b.view(), extent(dims, b.strides())),
            b.strides(),
            FloatSpan.of(y));
    chunks.rows(Math.toIntExact(n / length), length, rows::rows);
  }

  /** Elements from the first to the last that the strides reach. */
  private static long extent(int[] dims, long[] strides) {
    long n = 1;
    for (int i = 0; i < dims.length; i++) {
      n += (dims[i] - 1) * strides[i];
    }
    return n;
  }

  @Override
  public void affine(float alpha, View x, float beta, View y, long n) {
    FloatSpan in = WeightReader.floats(x, n);
    FloatSpan out = FloatSpan.of(y);
    chunks.elements(
        n, (from, to) -> ScalarLoops.affine(alpha, in.plus(from), beta, out.plus(from), to - from));
  }

  @Override
  public void axpy(float alpha, View x, View y, long n) {
    FloatSpan in = WeightReader.floats(x, n);
    FloatSpan out = FloatSpan.of(y);
    chunks.elements(
        n, (from, to) -> ScalarLoops.axpy(alpha, in.plus(from), out.plus(from), to - from));
  }

  @Override
  public void clamp(View x, float low, float high, View y, long n) {
    FloatSpan in = WeightReader.floats(x, n);
    FloatSpan out = FloatSpan.of(y);
    chunks.elements(
        n, (from, to) -> ScalarLoops.clamp(in.plus(from), low, high, out.plus(from), to - from));
  }

  @Override
  public void clampGrad(View x, float low, float high, View dy, View dx, long n) {
    FloatSpan in = WeightReader.floats(x, n);
    FloatSpan d = WeightReader.floats(dy, n);
    FloatSpan out = FloatSpan.of(dx);
    chunks.elements(
        n,
        (from, to) ->
            ScalarLoops.clampGrad(
                in.plus(from), low, high, d.plus(from), out.plus(from), to - from));
  }

  @Override
  public void dropout(View x, float p, long key, long counter, View y, long n) {
    FloatSpan in = WeightReader.floats(x, n);
    FloatSpan out = FloatSpan.of(y);
    chunks.elements(
        n,
        (from, to) ->
            Dropout.run(in.plus(from), p, key, counter + from, out.plus(from), to - from));
  }

  @Override
  public void fill(View y, float value, long n) {
    FloatSpan out = FloatSpan.of(y);
    chunks.elements(
        n, (from, to) -> Arrays.fill(out.data(), out.at() + from, out.at() + to, value));
  }
}
