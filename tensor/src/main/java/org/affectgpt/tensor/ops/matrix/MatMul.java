package org.affectgpt.tensor.ops.matrix;

import java.util.Arrays;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.ops.shape.ShapeErrors;

/**
 * Matrix product over the last two axes: {@code C = op(A) op(B)}, where op may transpose. {@code d
 * op(A) = dC op(B)^T} and {@code d op(B) = op(A)^T dC}, each transposed back where the operand was.
 */
public final class MatMul {
  private MatMul() {}

  /** {@code a b}. */
  public static Tensor matmul(Tensor a, Tensor b) {
    return matmul(a, b, false, false);
  }

  /**
   * @param a F32 {@code [..., m, k]}, or {@code [..., k, m]} with {@code transA}
   * @param b F32 {@code [..., k, n]}, or {@code [..., n, k]} with {@code transB}; leading
   *     dimensions as those of {@code a}, or none: one matrix for all
   * @return {@code [..., m, n]}
   * @throws IllegalArgumentException naming both shapes when they do not fit
   */
  public static Tensor matmul(Tensor a, Tensor b, boolean transA, boolean transB) {
    if (a.rank() < 2 || b.rank() < 2) {
      throw ShapeErrors.mismatch("matmul", a, b);
    }
    int m = a.dim(transA ? -1 : -2);
    int k = a.dim(transA ? -2 : -1);
    int n = b.dim(transB ? -2 : -1);
    int batch = Math.toIntExact(a.shape().size(0, a.rank() - 2));
    boolean shared = b.rank() == 2;
    if (k != b.dim(transB ? -1 : -2) || (!shared && !sameBatch(a.shape(), b.shape()))) {
      throw ShapeErrors.mismatch("matmul", a, b);
    }
    Tensor y = Tensor.empty(a.backend(), a.shape().with(-2, m).with(-1, n).dims());
    Product p = new Product(transA, transB, m, n, k, batch, shared);
    a.backend().matrix().gemm(p.forward(), a.view(), b.view(), y.view());
    return Autograd.record(
        "matmul",
        y,
        Arrays.asList(a, b),
        dy ->
            Arrays.asList(
                a.requiresGrad() ? p.gradA(b, dy, a.shape()) : null,
                b.requiresGrad() ? p.gradB(a, dy, b.shape()) : null));
  }

  private static boolean sameBatch(Shape a, Shape b) {
    if (a.rank() != b.rank()) {
      return false;
    }
    for (int i = 0; i < a.rank() - 2; i++) {
      if (a.dim(i) != b.dim(i)) {
        return false;
      }
    }
    return true;
  }

  /** One product and its two derivatives; {@code shared} says that B has no batch. */
  private record Product(
      boolean transA, boolean transB, int m, int n, int k, int batch, boolean shared) {
    Gemm forward() {
      if (shared && !transA) {
        return Gemm.of(false, transB, batch * m, n, k);
      }
      Gemm g = Gemm.of(transA, transB, m, n, k).batched(batch);
      return shared ? g.sharingB() : g;
    }

    Tensor gradA(Tensor b, Tensor dy, Shape shape) {
      Tensor da = Tensor.empty(dy.backend(), shape.dims());
      if (!transA) {
        Gemm g =
            shared
                ? Gemm.of(false, !transB, batch * m, k, n)
                : Gemm.of(false, !transB, m, k, n).batched(batch);
        dy.backend().matrix().gemm(g, dy.view(), b.view(), da.view());
        return da;
      }
      Gemm g = Gemm.of(transB, true, k, m, n).batched(batch);
      if (shared) {
        g = g.sharingA();
      }
      dy.backend().matrix().gemm(g, b.view(), dy.view(), da.view());
      return da;
    }

    Tensor gradB(Tensor a, Tensor dy, Shape shape) {
      Tensor db = Tensor.empty(dy.backend(), shape.dims());
      if (!shared) {
        gradB(1, batch, a, dy, db, 0, false);
      } else if (!transA) {
        gradB(batch, 1, a, dy, db, 0, false);
      } else {
        for (int i = 0; i < batch; i++) {
          gradB(1, 1, a, dy, db, i, i > 0);
        }
      }
      return db;
    }

    private void gradB(
        int fold, int groups, Tensor a, Tensor dy, Tensor db, int at, boolean accumulate) {
      int rows = fold * m;
      Gemm g = transB ? Gemm.of(true, transA, n, k, rows) : Gemm.of(!transA, false, k, n, rows);
      g = (groups > 1 ? g.batched(groups) : g).accumulating(accumulate);
      var av = a.view().plus((long) at * m * k);
      var dv = dy.view().plus((long) at * m * n);
      dy.backend().matrix().gemm(g, transB ? dv : av, transB ? av : dv, db.view());
    }
  }
}
