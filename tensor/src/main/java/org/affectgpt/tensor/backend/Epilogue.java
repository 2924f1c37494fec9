package org.affectgpt.tensor.backend;

import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a matrix product while its tiles are still in the cache: {@code C = join(other,
 * activation(op(A) op(B) + bias))}. On one backend the bits are those of the same steps one after
 * the other in F32; between backends the tolerance of {@link Backend} holds.
 *
 * @param bias F32 of length n, added to every row, or null
 * @param activation the function of the sum, or null
 * @param join how {@link #other} and the activation go together: a residual is added, a gate
 *     multiplied; null where there is no other
 * @param other F32, BF16 or F16 that lies as C does (ldc, strideC), and is not C itself, or null
 */
public record Epilogue(
    @Nullable View bias, @Nullable Unary activation, @Nullable Binary join, @Nullable View other) {
  /** The plain product. */
  public static final Epilogue NONE = new Epilogue(null, null, null, null);

  public Epilogue {
    if ((join == null) != (other == null)) {
      throw new IllegalArgumentException("an epilogue joins " + other + " by " + join);
    }
  }

  /** A bias on every row, or none. */
  public static Epilogue bias(@Nullable View bias) {
    return bias == null ? NONE : new Epilogue(bias, null, null, null);
  }

  /** The same followed by a function of each value. */
  public Epilogue then(Unary function) {
    return new Epilogue(bias, function, join, other);
  }

  /** The same joined with other values at the end. */
  public Epilogue joined(Binary how, View with) {
    return new Epilogue(bias, activation, how, with);
  }

  /** Whether there is nothing to do. */
  public boolean isNone() {
    return bias == null && activation == null && other == null;
  }
}
