package org.affectgpt.tensor.ops;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** A float64 array for the naive references. */
record Dense(double[] data, int... shape) {
  static int size(int... shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  /** Every element by its index. */
  static Dense of(ToDoubleFunction<int[]> value, int... shape) {
    double[] data = new double[size(shape)];
    for (int i = 0; i < data.length; i++) {
      int[] index = new int[shape.length];
      int rest = i;
      for (int k = shape.length - 1; k >= 0; k--) {
        index[k] = rest % shape[k];
        rest /= shape[k];
      }
      data[i] = value.applyAsDouble(index);
    }
    return new Dense(data, shape);
  }

  double at(int... index) {
    int i = 0;
    for (int k = 0; k < shape.length; k++) {
      i = i * shape[k] + index[k];
    }
    return data[i];
  }

  Dense map(DoubleUnaryOperator f) {
    return new Dense(Arrays.stream(data).map(f).toArray(), shape);
  }

  Dense reshape(int... other) {
    return new Dense(data, other);
  }

  /** NumPy broadcasting. */
  Dense with(Dense b, DoubleBinaryOperator f) {
    int rank = Math.max(shape.length, b.shape.length);
    int[] out = new int[rank];
    for (int i = 0; i < rank; i++) {
      out[i] = Math.max(extent(shape, i, rank), extent(b.shape, i, rank));
    }
    return of(ix -> f.applyAsDouble(repeated(this, ix), repeated(b, ix)), out);
  }

  private static int extent(int[] shape, int i, int rank) {
    int k = i - rank + shape.length;
    return k < 0 ? 1 : shape[k];
  }

  private static double repeated(Dense x, int[] index) {
    int[] own = new int[x.shape.length];
    for (int k = 0; k < own.length; k++) {
      own[k] = x.shape[k] == 1 ? 0 : index[index.length - own.length + k];
    }
    return x.at(own);
  }
}
