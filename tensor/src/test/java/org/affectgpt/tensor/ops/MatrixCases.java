package org.affectgpt.tensor.ops;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.ops.matrix.Conv1d;
import org.affectgpt.tensor.ops.matrix.Linear;
import org.affectgpt.tensor.ops.matrix.MatMul;
import org.affectgpt.tensor.ops.matrix.PatchEmbedding;

/** Cases of matrix products and convolutions. */
final class MatrixCases {
  private MatrixCases() {}

  static List<OpCase.Family> families() {
    List<OpCase.Family> all = new ArrayList<>();
    all.add(new OpCase.Family(MatMul.class, MatrixCases::matmul));
    all.add(new OpCase.Family(Linear.class, MatrixCases::linear));
    all.add(new OpCase.Family(Linear.class, MatrixCases::residual));
    all.add(new OpCase.Family(Conv1d.class, MatrixCases::conv1d));
    all.add(new OpCase.Family(PatchEmbedding.class, MatrixCases::patchEmbedding));
    return all;
  }

  private static OpCase matmul(Draw d) {
    boolean ta = d.coin();
    boolean tb = d.coin();
    boolean shared = d.coin();
    int b = d.between(1, 3);
    int m = d.length();
    int n = d.length();
    int k = d.length();
    int[] sa = ta ? new int[] {b, k, m} : new int[] {b, m, k};
    int[] sb =
        shared
            ? (tb ? new int[] {n, k} : new int[] {k, n})
            : (tb ? new int[] {b, n, k} : new int[] {b, k, n});
    return new OpCase(
        MatMul.class,
        List.of(d.normal(sa), d.normal(sb)),
        in -> MatMul.matmul(in.get(0), in.get(1), ta, tb),
        in -> References.matmul(in.get(0), in.get(1), ta, tb),
        in -> TorchOps.transpose(in.get(0), ta).matMul(TorchOps.transpose(in.get(1), tb)));
  }

  private static OpCase linear(Draw d) {
    int[] s = d.shape(3);
    int out = d.length();
    boolean bias = d.coin();
    List<Dense> inputs = new ArrayList<>(List.of(d.normal(s), d.normal(out, s[2])));
    if (bias) {
      inputs.add(d.normal(out));
    }
    return new OpCase(
        Linear.class,
        inputs,
        in -> Linear.linear(in.get(0), in.get(1), bias ? in.get(2) : null),
        in -> {
          Dense y = References.matmul(in.get(0), in.get(1), false, true);
          return bias ? y.with(in.get(2), Double::sum) : y;
        },
        in -> {
          var y = in.get(0).matMul(TorchOps.transpose(in.get(1), true));
          return bias ? y.add(in.get(2)) : y;
        });
  }

  private static OpCase residual(Draw d) {
    int[] s = d.shape(3);
    int out = d.length();
    return new OpCase(
        Linear.class,
        List.of(d.normal(s), d.normal(out, s[2]), d.normal(out), d.normal(s[0], s[1], out)),
        in -> Linear.linearPlus(in.get(0), in.get(1), in.get(2), in.get(3)),
        in ->
            References.matmul(in.get(0), in.get(1), false, true)
                .with(in.get(2), Double::sum)
                .with(in.get(3), Double::sum),
        in -> in.get(0).matMul(TorchOps.transpose(in.get(1), true)).add(in.get(2)).add(in.get(3)));
  }

  private static OpCase conv1d(Draw d) {
    int groups = d.between(1, 3);
    int in = d.between(1, 3);
    int out = groups * d.between(1, 3);
    int kernel = d.between(1, 5);
    int padding = d.between(0, 3);
    int stride = d.between(1, 3);
    int time = kernel + d.length();
    boolean bias = d.coin();
    List<Dense> inputs =
        new ArrayList<>(
            List.of(d.normal(d.between(1, 2), groups * in, time), d.normal(out, in, kernel)));
    if (bias) {
      inputs.add(d.normal(out));
    }
    return new OpCase(
        Conv1d.class,
        inputs,
        x -> Conv1d.conv1d(x.get(0), x.get(1), bias ? x.get(2) : null, stride, padding, groups),
        x -> {
          Dense y = References.conv1d(x.get(0), x.get(1), stride, padding, groups);
          return bias ? y.with(x.get(2).reshape(out, 1), Double::sum) : y;
        },
        x ->
            TorchOps.convolution(
                x.get(0), x.get(1), bias ? x.get(2) : null, stride, padding, groups));
  }

  private static OpCase patchEmbedding(Draw d) {
    int p = d.between(1, 3);
    int c = d.between(1, 3);
    int out = d.length();
    int b = d.between(1, 2);
    int h = p * d.between(1, 3) + d.below(p);
    int width = p * d.between(1, 3) + d.below(p);
    boolean bias = d.coin();
    List<Dense> inputs = new ArrayList<>(List.of(d.normal(b, c, h, width), d.normal(out, c, p, p)));
    if (bias) {
      inputs.add(d.normal(out));
    }
    return new OpCase(
        PatchEmbedding.class,
        inputs,
        x -> PatchEmbedding.patchEmbedding(x.get(0), x.get(1), bias ? x.get(2) : null),
        x -> {
          Dense y = References.patches(x.get(0), x.get(1));
          return bias ? y.with(x.get(2), Double::sum) : y;
        },
        x -> {
          var y =
              ai.djl.nn.convolutional.Conv2d.conv2d(
                      x.get(0),
                      x.get(1),
                      bias ? x.get(2) : null,
                      TorchOps.shape(p, p),
                      TorchOps.shape(0, 0),
                      TorchOps.shape(1, 1),
                      1)
                  .singletonOrThrow();
          return y.reshape(b, out, -1).transpose(0, 2, 1);
        });
  }
}
