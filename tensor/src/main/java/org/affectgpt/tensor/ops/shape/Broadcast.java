package org.affectgpt.tensor.ops.shape;

import java.util.Arrays;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.backend.ElementwiseKernels.Strided;
import org.affectgpt.tensor.backend.RowKernels.Reduction;

/**
 * NumPy broadcasting of two shapes: dimensions are aligned at the end, and one of length 1 is
 * repeated. Axes that both operands walk in the same way are merged, so that a bias added to {@code
 * [batch, time, hidden]} is a loop over rows.
 *
 * @param shape shape of the result
 * @param dims merged dimensions of the result
 * @param strideA elements between neighbours of the first operand, 0 where it is repeated
 * @param strideB likewise of the second
 */
public record Broadcast(Shape shape, int[] dims, long[] strideA, long[] strideB) {
  static Broadcast of(String op, Tensor a, Tensor b) {
    int rank = Math.max(a.rank(), b.rank());
    int[] out = new int[rank];
    for (int i = 0; i < rank; i++) {
      int da = extent(a.shape(), i - rank + a.rank());
      int db = extent(b.shape(), i - rank + b.rank());
      if (da != db && da != 1 && db != 1) {
        throw ShapeErrors.mismatch(op, a, b);
      }
      out[i] = da == 1 ? db : da;
    }
    return merge(Shape.of(out), strides(a.shape(), out), strides(b.shape(), out));
  }

  private static int extent(Shape s, int axis) {
    return axis < 0 ? 1 : s.dim(axis);
  }

  /** Strides of {@code s} inside the broadcast dimensions. */
  private static long[] strides(Shape s, int[] out) {
    long[] strides = new long[out.length];
    long step = 1;
    for (int i = out.length - 1; i >= 0; i--) {
      int d = extent(s, i - out.length + s.rank());
      strides[i] = d == 1 ? 0 : step;
      step *= d;
    }
    return strides;
  }

  private static Broadcast merge(Shape shape, long[] a, long[] b) {
    int[] dims = new int[shape.rank() + 1];
    long[] sa = new long[dims.length];
    long[] sb = new long[dims.length];
    int n = 0;
    for (int i = 0; i < shape.rank(); i++) {
      int d = shape.dim(i);
      if (d == 1) {
        continue;
      }
      if (n > 0 && sa[n - 1] == a[i] * d && sb[n - 1] == b[i] * d) {
        dims[n - 1] *= d;
        sa[n - 1] = a[i];
        sb[n - 1] = b[i];
      } else {
        dims[n] = d;
        sa[n] = a[i];
        sb[n] = b[i];
        n++;
      }
    }
    if (n == 0) {
      dims[n++] = 1;
    }
    return new Broadcast(shape, Arrays.copyOf(dims, n), Arrays.copyOf(sa, n), Arrays.copyOf(sb, n));
  }

  /** {@code op(a, b)} with its operands repeated as needed, without history. */
  public static Tensor apply(Binary op, Tensor a, Tensor b) {
    if (a.shape().equals(b.shape())) {
      Tensor y = Tensor.empty(a.backend(), a.shape());
      a.backend().elementwise().binary(op, a.view(), b.view(), y.view(), y.size());
      return y;
    }
    Broadcast c = of(op.name().toLowerCase(java.util.Locale.ROOT), a, b);
    Tensor y = Tensor.empty(a.backend(), c.shape);
    Strided first = new Strided(a.view(), c.strideA);
    Strided second = new Strided(b.view(), c.strideB);
    a.backend().elementwise().binary(op, c.dims, first, second, y.view());
    return y;
  }

  /** {@code factor * x} repeated to a larger shape: the transpose of a sum. */
  public static Tensor expand(Tensor x, Shape target, float factor) {
    Tensor scaled = factor == 1f ? x : apply(Binary.MUL, x, Tensor.scalar(x.backend(), factor));
    if (x.shape().equals(target)) {
      return scaled;
    }
    // max(v, v) is v: the broadcasting form of the kernel does the copying.
    long[] strides = strides(x.shape(), target.dims());
    Broadcast c = merge(target, strides, strides);
    Tensor y = Tensor.empty(x.backend(), target);
    Strided repeated = new Strided(scaled.view(), c.strideA);
    x.backend().elementwise().binary(Binary.MAX, c.dims, repeated, repeated, y.view());
    return y;
  }

  /** Sums a gradient over the axes along which its operand was repeated. */
  public static Tensor sumTo(Tensor dy, Shape target) {
    if (dy.shape().equals(target)) {
      return dy;
    }
    int[] out = dy.shape().dims();
    long[] strides = strides(target, out);
    Broadcast c = merge(dy.shape(), strides, strides(dy.shape(), out));
    Tensor sum = dy;
    int[] dims = c.dims.clone();
    for (int i = 0; i < dims.length; i++) {
      if (c.strideA[i] == 0 && dims[i] != 1) {
        Shape s = Shape.of(dims);
        int outer = (int) s.size(0, i);
        int inner = (int) s.size(i + 1, dims.length);
        Tensor y = Tensor.empty(dy.backend(), outer, inner);
        dy.backend().rows().reduce(Reduction.SUM, sum.view(), y.view(), outer, dims[i], inner);
        dims[i] = 1;
        sum = y;
      }
    }
    return sum.reshape(target.dims());
  }
}
