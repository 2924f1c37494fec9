package org.affectgpt.tensor.conformance;

import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;

/** The functions of the interface and their derivatives in float64. */
final class Functions {
  private static final double CUBIC = 0.044715;
  private static final double ROOT = Math.sqrt(2 / Math.PI);
  private static final double QUICK = 1.702;

  private Functions() {}

  static double value(Unary f, double x) {
    return switch (f) {
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
      case SQRT -> Math.sqrt(x);
      case TANH -> Math.tanh(x);
      case SIGMOID -> sigmoid(x);
      case SILU -> x * sigmoid(x);
      case GELU_ERF -> x * normal(x);
      case GELU_TANH -> x * 0.5 * (1 + Math.tanh(ROOT * (x + CUBIC * x * x * x)));
      case QUICK_GELU -> x * sigmoid(QUICK * x);
      case RELU -> Double.isNaN(x) ? x : x > 0 ? x : 0;
      case NEGATE -> -x;
      case SQUARE -> x * x;
    };
  }

  static double derivative(Unary f, double x) {
    return switch (f) {
      case EXP -> Math.exp(x);
      case LOG -> 1 / x;
      case SQRT -> 0.5 / Math.sqrt(x);
      case TANH -> 1 - Math.tanh(x) * Math.tanh(x);
      case SIGMOID -> sigmoid(x) * sigmoid(-x);
      case SILU -> sigmoid(x) * (1 + x * sigmoid(-x));
      case GELU_ERF -> normal(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
      case GELU_TANH -> {
        double t = Math.tanh(ROOT * (x + CUBIC * x * x * x));
        yield 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * ROOT * (1 + 3 * CUBIC * x * x);
      }
      case QUICK_GELU -> sigmoid(QUICK * x) * (1 + QUICK * x * sigmoid(-QUICK * x));
      case RELU -> x > 0 ? 1 : 0;
      case NEGATE -> -1;
      case SQUARE -> 2 * x;
    };
  }

  static double value(Binary f, double a, double b) {
    return switch (f) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
    };
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** The probability of a standard normal below {@code x}, by a series of positive terms. */
  private static double normal(double x) {
    double a = Math.abs(x);
    if (a > 9) {
      return x > 0 ? 1 : 0;
    }
    double term = a;
    double sum = a;
    for (int n = 1; n < 200; n++) {
      term *= a * a / (2 * n + 1);
      sum += term;
    }
    double half = sum * Math.exp(-a * a / 2) / Math.sqrt(2 * Math.PI);
    return x > 0 ? 0.5 + half : 0.5 - half;
  }
}
