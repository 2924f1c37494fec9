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
   * @param rows {@code [r]}, each in {@code [0, n)}, none twice
   * @param values F32 {@code [r, d]}
   * @return {@code [n, d]}
   */
  public static Tensor replaceRows(Tensor x, int[] rows, Tensor values) {
    ShapeErrors.rank("replaceRows", x, 2, "[rows, columns]");
    Tensor ids = Tensor.ofInts(x.backend(), rows, rows.length);
    if (!values.shape().equals(Shape.of(rows.length, x.dim(1)))) {
      throw ShapeErrors.mismatch("replaceRows", values, ids);
    }
    check(rows, x);
    return Autograd.record(
        "replaceRows",
        replaced(x, ids, values),
        Arrays.asList(x, values),
        dy ->
            Arrays.asList(
                x.requiresGrad()
                    ? replaced(dy, ids, Tensor.zeros(x.backend(), values.shape()))
                    : null,
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

  private static Tensor replaced(Tensor x, Tensor ids, Tensor values) {
    Tensor y = x.copy();
    int columns = x.dim(1);
    x.backend().index().scatterRows(values.view(), ids.view(), y.view(), ids.dim(0), columns);
    return y;
  }
}
