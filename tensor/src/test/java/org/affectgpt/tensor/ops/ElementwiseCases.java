package org.affectgpt.tensor.ops;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.ops.elementwise.Add;
import org.affectgpt.tensor.ops.elementwise.AddScalar;
import org.affectgpt.tensor.ops.elementwise.Clamp;
import org.affectgpt.tensor.ops.elementwise.Div;
import org.affectgpt.tensor.ops.elementwise.Dropout;
import org.affectgpt.tensor.ops.elementwise.Exp;
import org.affectgpt.tensor.ops.elementwise.Gelu;
import org.affectgpt.tensor.ops.elementwise.GeluTanh;
import org.affectgpt.tensor.ops.elementwise.Log;
import org.affectgpt.tensor.ops.elementwise.Maximum;
import org.affectgpt.tensor.ops.elementwise.Minimum;
import org.affectgpt.tensor.ops.elementwise.Mul;
import org.affectgpt.tensor.ops.elementwise.Neg;
import org.affectgpt.tensor.ops.elementwise.QuickGelu;
import org.affectgpt.tensor.ops.elementwise.Relu;
import org.affectgpt.tensor.ops.elementwise.Scale;
import org.affectgpt.tensor.ops.elementwise.Sigmoid;
import org.affectgpt.tensor.ops.elementwise.Silu;
import org.affectgpt.tensor.ops.elementwise.Sqrt;
import org.affectgpt.tensor.ops.elementwise.Square;
import org.affectgpt.tensor.ops.elementwise.Sub;
import org.affectgpt.tensor.ops.elementwise.SwiGlu;
import org.affectgpt.tensor.ops.elementwise.Tanh;

/** Cases of the element-wise operations. */
final class ElementwiseCases {
  private static final long SEED = 77;

  private ElementwiseCases() {}

  static List<OpCase.Family> families() {
    List<OpCase.Family> all = new ArrayList<>();
    all.add(binary(Add.class, Add::add, Double::sum, NDArray::add));
    all.add(binary(Sub.class, Sub::sub, (a, b) -> a - b, NDArray::sub));
    all.add(binary(Mul.class, Mul::mul, (a, b) -> a * b, NDArray::mul));
    all.add(binary(Div.class, Div::div, (a, b) -> a / b, NDArray::div));
    all.add(binary(Minimum.class, Minimum::minimum, Math::min, NDArray::minimum));
    all.add(binary(Maximum.class, Maximum::maximum, Math::max, NDArray::maximum));
    all.add(unary(Exp.class, Exp::exp, Math::exp, NDArray::exp));
    all.add(positive(Log.class, Log::log, Math::log, NDArray::log));
    all.add(positive(Sqrt.class, Sqrt::sqrt, Math::sqrt, NDArray::sqrt));
    all.add(unary(Square.class, Square::square, v -> v * v, NDArray::square));
    all.add(unary(Tanh.class, Tanh::tanh, Math::tanh, NDArray::tanh));
    all.add(unary(Sigmoid.class, Sigmoid::sigmoid, References::sigmoid, TorchOps::sigmoid));
    all.add(
        unary(
            Silu.class,
            Silu::silu,
            v -> v * References.sigmoid(v),
            x -> x.mul(TorchOps.sigmoid(x))));
    all.add(
        unary(
            Gelu.class,
            Gelu::gelu,
            v -> v * 0.5 * (1 + References.erf(v / Math.sqrt(2))),
            TorchOps::gelu));
    all.add(
        unary(GeluTanh.class, GeluTanh::geluTanh, ElementwiseCases::geluTanh, TorchOps::geluTanh));
    all.add(
        unary(
            QuickGelu.class,
            QuickGelu::quickGelu,
            v -> v * References.sigmoid(1.702 * v),
            x -> x.mul(TorchOps.sigmoid(TorchOps.times(x, 1.702f)))));
    all.add(unary(Relu.class, Relu::relu, v -> Math.max(v, 0), TorchOps::relu));
    all.add(unary(Neg.class, Neg::neg, v -> -v, NDArray::neg));
    all.add(
        unary(
            Scale.class,
            x -> Scale.scale(x, -1.75f),
            v -> -1.75 * v,
            x -> TorchOps.times(x, -1.75f)));
    all.add(
        unary(
            AddScalar.class,
            x -> AddScalar.addScalar(x, 0.625f),
            v -> v + 0.625,
            x -> x.add(0.625f)));
    all.add(
        unary(
            Clamp.class,
            x -> Clamp.clamp(x, -0.5f, 0.75f),
            v -> Math.min(Math.max(v, -0.5), 0.75),
            x -> x.clip(-0.5f, 0.75f)));
    all.add(new OpCase.Family(SwiGlu.class, ElementwiseCases::swiGlu));
    all.add(new OpCase.Family(Dropout.class, ElementwiseCases::dropout));
    all.add(new OpCase.Family(Checkpoint.class, ElementwiseCases::checkpoint));
    return all;
  }

  private static double geluTanh(double v) {
    return 0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v)));
  }

  private static OpCase.Family unary(
      Class<?> op,
      UnaryOperator<Tensor> ours,
      DoubleUnaryOperator f,
      UnaryOperator<NDArray> torch) {
    return new OpCase.Family(op, d -> one(op, d.away(0.01, d.shape(2)), ours, f, torch));
  }

  private static OpCase.Family positive(
      Class<?> op,
      UnaryOperator<Tensor> ours,
      DoubleUnaryOperator f,
      UnaryOperator<NDArray> torch) {
    return new OpCase.Family(op, d -> one(op, d.positive(d.shape(2)), ours, f, torch));
  }

  private static OpCase one(
      Class<?> op,
      Dense x,
      UnaryOperator<Tensor> ours,
      DoubleUnaryOperator f,
      UnaryOperator<NDArray> torch) {
    return new OpCase(
        op,
        List.of(x),
        in -> ours.apply(in.get(0)),
        in -> in.get(0).map(f),
        in -> torch.apply(in.get(0)));
  }

  private static OpCase.Family binary(
      Class<?> op,
      BinaryOperator<Tensor> ours,
      DoubleBinaryOperator f,
      BinaryOperator<NDArray> torch) {
    return new OpCase.Family(
        op,
        d -> {
          int[][] shapes = shapes(d);
          return new OpCase(
              op,
              List.of(d.normal(shapes[0]), d.away(0.5, shapes[1])),
              in -> ours.apply(in.get(0), in.get(1)),
              in -> in.get(0).with(in.get(1), f),
              in -> torch.apply(in.get(0), in.get(1)));
        });
  }

  /** Equal shapes, a row, a column, a scalar, and axes repeated on both sides. */
  private static int[][] shapes(Draw d) {
    int a = d.between(1, 3);
    int b = d.length();
    int c = d.length();
    return switch (d.below(6)) {
      case 0 -> new int[][] {{a, b, c}, {c}};
      case 1 -> new int[][] {{a, b, c}, {b, 1}};
      case 2 -> new int[][] {{b, c}, {}};
      case 3 -> new int[][] {{a, 1, c}, {b, 1}};
      case 4 -> new int[][] {{1, c}, {a, b, c}};
      default -> new int[][] {{b, c}, {b, c}};
    };
  }

  private static OpCase swiGlu(Draw d) {
    int[] s = d.shape(2);
    return new OpCase(
        SwiGlu.class,
        List.of(d.normal(s), d.normal(s)),
        in -> SwiGlu.swiGlu(in.get(0), in.get(1)),
        in -> in.get(0).with(in.get(1), (a, b) -> a * References.sigmoid(a) * b),
        in -> in.get(0).mul(TorchOps.sigmoid(in.get(0))).mul(in.get(1)));
  }

  /** The mask that a generator with this counter draws, times {@code 1 / (1 - p)}. */
  private static Dense mask(float p, long counter, int... shape) {
    long key = new CounterRng(SEED).key();
    double[] m = new double[Dense.size(shape)];
    for (int i = 0; i < m.length; i++) {
      float u = (CounterRng.bitsAt(key, counter + i) >>> 40) * 0x1p-24f;
      m[i] = u < p ? 0 : 1 / (1 - p);
    }
    return new Dense(m, shape);
  }

  private static CounterRng rng(long counter) {
    CounterRng rng = new CounterRng(SEED);
    rng.seek(counter);
    return rng;
  }

  private static OpCase dropout(Draw d) {
    int[] s = d.shape(2);
    long counter = d.below(1000);
    Dense mask = mask(0.3f, counter, s);
    return new OpCase(
        Dropout.class,
        List.of(d.normal(s)),
        in -> Dropout.dropout(in.get(0), 0.3f, rng(counter)),
        in -> in.get(0).with(mask, (a, b) -> a * b),
        in -> in.get(0).mul(TorchOps.constant(in.get(0), mask)));
  }

  private static OpCase checkpoint(Draw d) {
    int[] s = d.shape(2);
    Dense mask = mask(0.3f, 5, s);
    return new OpCase(
        Checkpoint.class,
        List.of(d.normal(s), d.normal(s)),
        in -> {
          CounterRng rng = rng(5);
          return Checkpoint.checkpoint(
              List.of(rng),
              x -> Mul.mul(Dropout.dropout(Tanh.tanh(x), 0.3f, rng), in.get(1)),
              in.get(0));
        },
        in ->
            in.get(0).map(Math::tanh).with(mask, (a, b) -> a * b).with(in.get(1), (a, b) -> a * b),
        in -> in.get(0).tanh().mul(TorchOps.constant(in.get(0), mask)).mul(in.get(1)));
  }
}
