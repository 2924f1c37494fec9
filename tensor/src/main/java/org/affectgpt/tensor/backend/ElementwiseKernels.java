package org.affectgpt.tensor.backend;

/** One value in, one value out. Output may be the same operand as an input. */
public interface ElementwiseKernels {
  /** Functions of one value. */
  enum Unary {
    EXP,
    LOG,
    SQRT,
    TANH,
    SIGMOID,
    SILU,
    GELU_ERF,
    GELU_TANH,
    QUICK_GELU,
    RELU,
    NEGATE,
    SQUARE
  }

  /** Functions of two values. */
  enum Binary {
    ADD,
    SUB,
    MUL,
    DIV,
    MIN,
    MAX
  }

  /** An operand with the elements between neighbours of each axis, 0 where it is repeated. */
  record Strided(View view, long[] strides) {}

  void unary(Unary op, View x, View y, long n);

  /** {@code dx = f'(x) dy}; y is f(x). */
  void unaryGrad(Unary op, View x, View y, View dy, View dx, long n);

  /** {@code y = silu(gate) up}, y F32, BF16 or F16. */
  void swiGlu(View gate, View up, View y, long n);

  /** {@code dgate = silu'(gate) up dy} and {@code dup = silu(gate) dy}. */
  void swiGluGrad(View gate, View up, View dy, View dgate, View dup, long n);

  /** Operands of equal length. */
  void binary(Binary op, View a, View b, View y, long n);

  /** Broadcasting form: the output is dense with dimensions {@code dims}. */
  void binary(Binary op, int[] dims, Strided a, Strided b, View y);

  /** {@code y = alpha x + beta}. */
  void affine(float alpha, View x, float beta, View y, long n);

  /** {@code y = alpha x + y}. */
  void axpy(float alpha, View x, View y, long n);

  /** {@code y = min(max(x, low), high)}. */
  void clamp(View x, float low, float high, View y, long n);

  /** {@code dx = dy} where {@code low <= x <= high}, else 0. */
  void clampGrad(View x, float low, float high, View dy, View dx, long n);

  /**
   * {@code y[i] = x[i] / (1 - p)} or 0, decided by draw {@code counter + i} of the counter-based
   * stream {@code key}; the backward pass is the same call on the gradient.
   */
  void dropout(View x, float p, long key, long counter, View y, long n);

  void fill(View y, float value, long n);
}
