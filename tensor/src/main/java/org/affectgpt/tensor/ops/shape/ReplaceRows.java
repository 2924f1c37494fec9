package org.affectgpt.tensor.ops.shape;

import java.util.Arrays;
import java.util.BitSet;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;

/**
 * A matrix with some rows replaced: {@code y[id_i] = values_i}, elsewhere {@code y = x}. {@code dx}
 * is dy with those rows zero, {@code dvalues_i = dy[id_i]}.
 */
public final class ReplaceRows {
  private ReplaceRows() {}

  /**
   * @param x F32 {@code [n, d]}
   * @param ids I32 {@code [r]}, each in {@code [0, n)}, none twice
   * @param values F32 {@code [r, d]}
   * @return {@code [n, d]}
   */
  public static Tensor replaceRows(Tensor x, Tensor ids, Tensor values) {
    ShapeErrors.rank("replaceRows", x, 2, "[rows, columns]");
    ShapeErrors.ids("replaceRows", ids);
    int d = x.dim(1);
    if (ids.rank() != 1 || !values.shape().equals(Shape.of(ids.dim(0), d))) {
      throw ShapeErrors.mismatch("replaceRows", values, ids);
    }
    int[] rows = ids.toInts();
    check(rows, x);
    Tensor y = x.copy();
    int run;
    for (int i = 0; i < rows.length; i += run) {
      run = run(rows, i);
      copy(values, (long) i * d, y, (long) rows[i] * d, (long) run * d);
    }
    return Autograd.record(
        "replaceRows",
        y,
        Arrays.asList(x, values),
        dy ->
            Arrays.asList(
                x.requiresGrad() ? without(dy, rows, d) : null,
                values.requiresGrad() ? Gather.gather(dy, ids) : null));
  }

  private static void check(int[] rows, Tensor x) {
    BitSet seen = new BitSet(x.dim(0));
    for (int row : rows) {
      if (row < 0 || row >= x.dim(0) || seen.get(row)) {
        throw new IllegalArgumentException(
            "replaceRows: row " + row + " of " + x + " is missing or named twice");
      }
      seen.set(row);
    }
  }

  private static Tensor without(Tensor dy, int[] rows, int d) {
    Tensor dx = dy.copy();
    int run;
    for (int i = 0; i < rows.length; i += run) {
      run = run(rows, i);
      dy.backend().elementwise().fill(dx.view().plus((long) rows[i] * d), 0f, (long) run * d);
    }
    return dx;
  }

  /** Length of the run of consecutive rows that begins at {@code i}. */
  private static int run(int[] rows, int i) {
    int n = 1;
    while (i + n < rows.length && rows[i + n] == rows[i] + n) {
      n++;
    }
    return n;
  }

  private static void copy(Tensor from, long at, Tensor to, long target, long n) {
    from.backend().index().copy2d(from.view().plus(at), n, to.view().plus(target), n, 1, n);
  }
}
