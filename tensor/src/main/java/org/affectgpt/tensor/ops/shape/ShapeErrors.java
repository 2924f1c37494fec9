package org.affectgpt.tensor.ops.shape;

import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.dtype.DType;
import org.jspecify.annotations.Nullable;

/** What an operation says about operands that do not fit. */
public final class ShapeErrors {
  private ShapeErrors() {}

  public static IllegalArgumentException mismatch(String op, Tensor a, Tensor b) {
    return new IllegalArgumentException(op + ": shapes " + a + " and " + b + " do not fit");
  }

  public static IllegalArgumentException of(String op, Tensor x, String wanted) {
    return new IllegalArgumentException(op + ": " + x + " is not " + wanted);
  }

  public static void rank(String op, Tensor x, int rank, String wanted) {
    if (x.rank() != rank) {
      throw of(op, x, wanted);
    }
  }

  public static void ids(String op, Tensor ids) {
    if (ids.dtype() != DType.I32) {
      throw of(op, ids, "an I32 tensor of indices");
    }
  }

  /** Requires an optional parameter vector of the given length. */
  public static void vector(String op, Tensor x, @Nullable Tensor p, int length) {
    if (p != null && (p.rank() != 1 || p.dim(0) != length)) {
      throw mismatch(op, x, p);
    }
  }
}
