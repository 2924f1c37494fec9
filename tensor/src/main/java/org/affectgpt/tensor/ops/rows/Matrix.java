package org.affectgpt.tensor.ops.rows;

import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.ops.shape.ShapeErrors;

/** A tensor seen as rows of its last axis. */
public record Matrix(int rows, int columns) {
  static Matrix of(String op, Tensor x) {
    if (x.rank() == 0) {
      throw ShapeErrors.of(op, x, "a tensor with rows");
    }
    return new Matrix(Math.toIntExact(x.shape().size(0, x.rank() - 1)), x.dim(-1));
  }
}
