package org.affectgpt.tensor.ops.matrix;

import java.util.Arrays;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;
import org.affectgpt.tensor.backend.Epilogue;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.MatrixLayout;
import org.affectgpt.tensor.backend.RowKernels.Reduction;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.dtype.DType;
import org.affectgpt.tensor.ops.shape.ShapeErrors;
import org.jspecify.annotations.Nullable;

/**
 * Linear layer: {@code y = x W^T + b}; {@code dx = dy W}, {@code dW = dy^T x}, {@code db} the sum
 * of dy over all rows. The weight may be BF16, F16, Q8_0 or Q4_0 as long as it needs no gradient:
 * it is used as it lies, and for {@code dx} widened a block of rows at a time.
 */
public final class Linear {
  /** Rows of a compressed weight that the backward pass widens at once. */
  private static final int WIDENED_ROWS = 1024;

  private Linear() {}

  /**
   * @param x F32 {@code [..., in]}
   * @param w {@code [out, in]}
   * @param bias F32 {@code [out]}, or null
   * @return {@code [..., out]}
   * @throws IllegalArgumentException naming both shapes when they do not fit, or when a compressed
   *     weight is asked for a gradient
   */
  public static Tensor linear(Tensor x, Tensor w, @Nullable Tensor bias) {
    return record(product(x, w, bias, Epilogue.bias(view(bias))), x, w, bias, null);
  }

  /**
   * {@code residual + x W^T + b} in one pass, with the bits of two; the gradient of the residual is
   * dy.
   *
   * @param residual F32 {@code [..., out]}
   */
  public static Tensor linearPlus(Tensor x, Tensor w, @Nullable Tensor bias, Tensor residual) {
    requireOutput(x, w, residual);
    Epilogue e = Epilogue.bias(view(bias)).joined(Binary.ADD, residual.view());
    return record(product(x, w, bias, e), x, w, bias, residual);
  }

  /**
   * {@code f(x W^T + b)}, times {@code gate} where there is one, in one pass, with the bits of
   * several. What {@code f'} needs is not kept: to be differentiated, the steps must be taken one
   * after the other.
   *
   * @param gate F32 {@code [..., out]}, or null
   * @throws IllegalStateException when a gradient would have to be recorded
   */
  public static Tensor linearActivated(
      Tensor x, Tensor w, @Nullable Tensor bias, Unary f, @Nullable Tensor gate) {
    if (Autograd.recording(x, w, bias, gate)) {
      throw new IllegalStateException("linear: a fused activation has no derivative");
    }
    Epilogue e = Epilogue.bias(view(bias)).then(f);
    if (gate == null) {
      return product(x, w, bias, e);
    }
    requireOutput(x, w, gate);
    return product(x, w, bias, e.joined(Binary.MUL, gate.view()));
  }

  private static @Nullable View view(@Nullable Tensor bias) {
    return bias == null ? null : bias.view();
  }

  private static void requireOutput(Tensor x, Tensor w, Tensor other) {
    if (x.rank() < 1 || w.rank() != 2 || !other.shape().equals(x.shape().with(-1, w.dim(0)))) {
      throw new IllegalArgumentException(
          "linear: " + other + " beside the output of " + x + " and " + w);
    }
  }

  private static Tensor product(Tensor x, Tensor w, @Nullable Tensor bias, Epilogue epilogue) {
    if (w.rank() != 2 || x.rank() < 1 || x.dim(-1) != w.dim(1)) {
      throw ShapeErrors.mismatch("linear", x, w);
    }
    int in = w.dim(1);
    int out = w.dim(0);
    ShapeErrors.vector("linear", w, bias, out);
    if (w.requiresGrad() && w.dtype() != DType.F32) {
      throw new IllegalArgumentException("linear: a gradient of a weight " + w + " needs F32");
    }
    Tensor y = Tensor.empty(x.backend(), x.shape().with(-1, out));
    Gemm g = Gemm.of(false, true, rows(x), out, in);
    x.backend().matrix().gemm(g, x.view(), w.view(), y.view(), epilogue);
    return y;
  }

  private static int rows(Tensor x) {
    return Math.toIntExact(x.shape().size(0, x.rank() - 1));
  }

  private static Tensor record(
      Tensor y, Tensor x, Tensor w, @Nullable Tensor bias, @Nullable Tensor residual) {
    return Autograd.record(
        "linear",
        y,
        Arrays.asList(x, w, bias, residual),
        dy ->
            Arrays.asList(
                x.requiresGrad() ? gradInput(x, w, dy, rows(x)) : null,
                w.requiresGrad() ? gradWeight(x, w, dy, rows(x)) : null,
                bias != null && bias.requiresGrad() ? gradBias(dy, rows(x), w.dim(0)) : null,
                residual != null && residual.requiresGrad() ? dy : null));
  }

  private static Tensor gradInput(Tensor x, Tensor w, Tensor dy, int rows) {
    Tensor dx = Tensor.empty(x.backend(), x.shape());
    int out = w.dim(0);
    int in = w.dim(1);
    if (w.dtype() == DType.F32) {
      Gemm g = Gemm.of(false, false, rows, in, out);
      x.backend().matrix().gemm(g, dy.view(), w.view(), dx.view());
      return dx;
    }
    MatrixLayout part = new MatrixLayout(false, out, 0);
    for (int at = 0; at < out; at += WIDENED_ROWS) {
      int count = Math.min(WIDENED_ROWS, out - at);
      View wide = widened(w, at, count);
      Gemm g = Gemm.of(false, false, rows, in, count).withA(part).accumulating(at > 0);
      x.backend().matrix().gemm(g, dy.view().plus(at), wide, dx.view());
    }
    return dx;
  }

  private static View widened(Tensor w, int from, int count) {
    int[] ids = new int[count];
    Arrays.setAll(ids, i -> from + i);
    Tensor rows = Tensor.empty(w.backend(), count, w.dim(1));
    Tensor index = Tensor.ofInts(w.backend(), ids, count);
    w.backend().index().gatherRows(w.view(), index.view(), rows.view(), count, w.dim(1));
    return rows.view();
  }

  private static Tensor gradWeight(Tensor x, Tensor w, Tensor dy, int rows) {
    Tensor dw = Tensor.empty(x.backend(), w.shape());
    Gemm g = Gemm.of(true, false, w.dim(0), w.dim(1), rows);
    x.backend().matrix().gemm(g, dy.view(), x.view(), dw.view());
    return dw;
  }

  private static Tensor gradBias(Tensor dy, int rows, int out) {
    Tensor db = Tensor.empty(dy.backend(), out);
    dy.backend().rows().reduce(Reduction.SUM, dy.view(), db.view(), 1, rows, out);
    return db;
  }
}
