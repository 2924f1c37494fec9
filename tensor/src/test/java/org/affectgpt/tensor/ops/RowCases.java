package org.affectgpt.tensor.ops;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.ops.rows.CrossEntropy;
import org.affectgpt.tensor.ops.rows.GroupNorm;
import org.affectgpt.tensor.ops.rows.LayerNorm;
import org.affectgpt.tensor.ops.rows.LogSoftmax;
import org.affectgpt.tensor.ops.rows.Max;
import org.affectgpt.tensor.ops.rows.Mean;
import org.affectgpt.tensor.ops.rows.RmsNorm;
import org.affectgpt.tensor.ops.rows.Rotary;
import org.affectgpt.tensor.ops.rows.Softmax;
import org.affectgpt.tensor.ops.rows.Sum;
import org.affectgpt.tensor.ops.rows.TokenLogProbs;

/** Cases of reductions, norms, softmax and its losses and rotary embedding. */
final class RowCases {
  private RowCases() {}

  static List<OpCase.Family> families() {
    List<OpCase.Family> all = new ArrayList<>();
    all.add(new OpCase.Family(Sum.class, RowCases::sum));
    all.add(new OpCase.Family(Mean.class, RowCases::mean));
    all.add(new OpCase.Family(Max.class, RowCases::max));
    all.add(new OpCase.Family(Softmax.class, RowCases::softmax));
    all.add(new OpCase.Family(LogSoftmax.class, RowCases::logSoftmax));
    all.add(new OpCase.Family(TokenLogProbs.class, RowCases::tokenLogProbs));
    all.add(new OpCase.Family(CrossEntropy.class, RowCases::crossEntropy));
    all.add(new OpCase.Family(LayerNorm.class, RowCases::layerNorm));
    all.add(new OpCase.Family(RmsNorm.class, RowCases::rmsNorm));
    all.add(new OpCase.Family(GroupNorm.class, RowCases::groupNorm));
    all.add(new OpCase.Family(Rotary.class, RowCases::rotary));
    return all;
  }

  private static OpCase sum(Draw d) {
    int[] s = d.shape(3);
    int axis = d.below(4) - 1;
    boolean keep = d.coin();
    return new OpCase(
        Sum.class,
        List.of(d.normal(s)),
        in -> axis < 0 ? Sum.sum(in.get(0)) : Sum.sum(in.get(0), axis, keep),
        in ->
            axis < 0
                ? new Dense(new double[] {Arrays.stream(in.get(0).data()).sum()})
                : References.reduce(in.get(0), axis, keep, false),
        in -> axis < 0 ? in.get(0).sum() : in.get(0).sum(new int[] {axis}, keep));
  }

  private static OpCase mean(Draw d) {
    int[] s = d.shape(3);
    int axis = d.below(4) - 1;
    boolean keep = d.coin();
    double n = axis < 0 ? Dense.size(s) : s[axis];
    return new OpCase(
        Mean.class,
        List.of(d.normal(s)),
        in -> axis < 0 ? Mean.mean(in.get(0)) : Mean.mean(in.get(0), axis - 3, keep),
        in ->
            axis < 0
                ? new Dense(new double[] {Arrays.stream(in.get(0).data()).sum() / n})
                : References.reduce(in.get(0), axis, keep, false).map(v -> v / n),
        in -> axis < 0 ? in.get(0).mean() : in.get(0).mean(new int[] {axis}, keep));
  }

  private static OpCase max(Draw d) {
    int axis = d.below(3);
    boolean keep = d.coin();
    return new OpCase(
        Max.class,
        List.of(d.normal(d.shape(3))),
        in -> Max.max(in.get(0), axis, keep),
        in -> References.reduce(in.get(0), axis, keep, true),
        in -> in.get(0).max(new int[] {axis}, keep));
  }

  private static OpCase softmax(Draw d) {
    return new OpCase(
        Softmax.class,
        List.of(d.normal(d.shape(3)).map(v -> (float) (3 * v))),
        in -> Softmax.softmax(in.get(0)),
        in -> References.logSoftmax(in.get(0)).map(Math::exp),
        in -> in.get(0).softmax(-1));
  }

  private static OpCase logSoftmax(Draw d) {
    return new OpCase(
        LogSoftmax.class,
        List.of(d.normal(d.shape(3)).map(v -> (float) (3 * v))),
        in -> LogSoftmax.logSoftmax(in.get(0)),
        in -> References.logSoftmax(in.get(0)),
        in -> in.get(0).logSoftmax(-1));
  }

  /** One-hot rows of the labels, zero where ignored, times {@code factor}. */
  private static Dense oneHot(int[] ids, int v, double factor) {
    return Dense.of(ix -> ids[ix[0]] == ix[1] ? factor : 0, ids.length, v);
  }

  private static int[] labels(Draw d, int n, int v) {
    int[] ids = d.ids(n, v);
    for (int i = 1; i < n; i++) {
      ids[i] = d.below(4) == 0 ? -100 : ids[i];
    }
    return ids;
  }

  private static OpCase tokenLogProbs(Draw d) {
    int n = d.length();
    int v = d.length();
    int[] ids = labels(d, n, v);
    Dense chosen = oneHot(ids, v, 1);
    return new OpCase(
        TokenLogProbs.class,
        List.of(d.normal(n, v)),
        in ->
            TokenLogProbs.tokenLogProbs(
                in.get(0), Tensor.ofInts(in.get(0).backend(), ids, n), -100),
        in ->
            References.reduce(
                References.logSoftmax(in.get(0)).with(chosen, (a, b) -> a * b), 1, false, false),
        in ->
            in.get(0).logSoftmax(-1).mul(TorchOps.constant(in.get(0), chosen)).sum(new int[] {1}));
  }

  private static OpCase crossEntropy(Draw d) {
    int n = d.length();
    int v = d.length();
    int[] ids = labels(d, n, v);
    long kept = Arrays.stream(ids).filter(i -> i >= 0).count();
    Dense chosen = oneHot(ids, v, -1.0 / kept);
    return new OpCase(
        CrossEntropy.class,
        List.of(d.normal(n, v)),
        in -> CrossEntropy.crossEntropy(in.get(0), ids, -100),
        in ->
            new Dense(
                new double[] {
                  Arrays.stream(
                          References.logSoftmax(in.get(0)).with(chosen, (a, b) -> a * b).data())
                      .sum()
                }),
        in -> in.get(0).logSoftmax(-1).mul(TorchOps.constant(in.get(0), chosen)).sum());
  }

  private static OpCase layerNorm(Draw d) {
    int[] s = d.shape(3);
    s[2] = Math.max(3, s[2]);
    int parameters = d.below(3);
    List<Dense> inputs = new ArrayList<>(List.of(d.normal(s)));
    for (int i = 0; i < parameters; i++) {
      inputs.add(d.normal(s[2]));
    }
    return new OpCase(
        LayerNorm.class,
        inputs,
        in ->
            LayerNorm.layerNorm(
                in.get(0),
                parameters > 0 ? in.get(1) : null,
                parameters > 1 ? in.get(2) : null,
                1e-5f),
        in -> {
          Dense y = References.normalise(in.get(0), true, 1e-5f);
          y = parameters > 0 ? y.with(in.get(1), (a, b) -> a * b) : y;
          return parameters > 1 ? y.with(in.get(2), Double::sum) : y;
        },
        in -> {
          NDArray y = TorchOps.normalise(in.get(0), true, 1e-5f);
          y = parameters > 0 ? y.mul(in.get(1)) : y;
          return parameters > 1 ? y.add(in.get(2)) : y;
        });
  }

  private static OpCase rmsNorm(Draw d) {
    int[] s = d.shape(3);
    return new OpCase(
        RmsNorm.class,
        List.of(d.away(0.1, s), d.normal(s[2])),
        in -> RmsNorm.rmsNorm(in.get(0), in.get(1), 1e-3f),
        in -> References.normalise(in.get(0), false, 1e-3f).with(in.get(1), (a, b) -> a * b),
        in -> TorchOps.normalise(in.get(0), false, 1e-3f).mul(in.get(1)));
  }

  private static OpCase groupNorm(Draw d) {
    int groups = d.between(1, 3);
    int members = d.between(1, 3);
    int c = groups * members;
    int t = Math.max(3, d.length());
    int b = d.between(1, 3);
    return new OpCase(
        GroupNorm.class,
        List.of(d.normal(b, c, t), d.normal(c), d.normal(c)),
        in -> GroupNorm.groupNorm(in.get(0), groups, in.get(1), in.get(2), 1e-5f),
        in ->
            References.normalise(in.get(0).reshape(b, groups, members * t), true, 1e-5f)
                .reshape(b, c, t)
                .with(in.get(1).reshape(c, 1), (u, v) -> u * v)
                .with(in.get(2).reshape(c, 1), Double::sum),
        in ->
            TorchOps.normalise(in.get(0).reshape(b, groups, (long) members * t), true, 1e-5f)
                .reshape(b, c, t)
                .mul(in.get(1).reshape(c, 1))
                .add(in.get(2).reshape(c, 1)));
  }

  private static OpCase rotary(Draw d) {
    int b = d.between(1, 2);
    int t = d.between(1, 5);
    int half = d.length();
    int positions = 9;
    int[] ids = d.ids(b * t, positions);
    Dense angle = Dense.of(ix -> ix[0] * Math.pow(100, -(double) ix[1] / half), positions, half);
    double[][] angles = new double[b * t][half];
    for (int i = 0; i < ids.length; i++) {
      for (int j = 0; j < half; j++) {
        angles[i][j] = angle.at(ids[i], j);
      }
    }
    Dense cos = Dense.of(ix -> Math.cos(angles[ix[0] * t + ix[1]][ix[3]]), b, t, 1, half);
    Dense sin = Dense.of(ix -> Math.sin(angles[ix[0] * t + ix[1]][ix[3]]), b, t, 1, half);
    return new OpCase(
        Rotary.class,
        List.of(d.normal(b, t, d.between(1, 3), 2 * half)),
        in ->
            Rotary.rotary(
                in.get(0),
                OpChecks.tensor(in.get(0).backend(), angle.map(Math::cos)),
                OpChecks.tensor(in.get(0).backend(), angle.map(Math::sin)),
                Tensor.ofInts(in.get(0).backend(), ids, b, t)),
        in -> References.rotary(in.get(0), angles),
        in -> {
          NDArray x1 = in.get(0).get("..., :" + half);
          NDArray x2 = in.get(0).get("..., " + half + ":");
          NDArray c = TorchOps.constant(x1, cos);
          NDArray s = TorchOps.constant(x1, sin);
          return TorchOps.concat(3, List.of(x1.mul(c).sub(x2.mul(s)), x2.mul(c).add(x1.mul(s))));
        });
  }
}
