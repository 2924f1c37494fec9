package org.affectgpt.tensor.ops;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.ops.shape.Concat;
import org.affectgpt.tensor.ops.shape.Embedding;
import org.affectgpt.tensor.ops.shape.Gather;
import org.affectgpt.tensor.ops.shape.Permute;
import org.affectgpt.tensor.ops.shape.Repeat;
import org.affectgpt.tensor.ops.shape.ReplaceRows;
import org.affectgpt.tensor.ops.shape.Slice;
import org.affectgpt.tensor.ops.shape.Stack;
import org.affectgpt.tensor.ops.shape.Transpose;

/** Cases of the operations that move values. */
final class ShapeCases {
  private ShapeCases() {}

  static List<OpCase.Family> families() {
    List<OpCase.Family> all = new ArrayList<>();
    all.add(new OpCase.Family(Concat.class, ShapeCases::concat));
    all.add(new OpCase.Family(Stack.class, ShapeCases::stack));
    all.add(new OpCase.Family(Slice.class, ShapeCases::slice));
    all.add(new OpCase.Family(Gather.class, ShapeCases::gather));
    all.add(new OpCase.Family(Embedding.class, ShapeCases::embedding));
    all.add(new OpCase.Family(ReplaceRows.class, ShapeCases::replaceRows));
    all.add(new OpCase.Family(Permute.class, ShapeCases::permute));
    all.add(new OpCase.Family(Transpose.class, ShapeCases::transpose));
    all.add(new OpCase.Family(Repeat.class, ShapeCases::repeat));
    return all;
  }

  private static OpCase concat(Draw d) {
    int axis = d.below(3);
    int[] s = d.shape(3);
    List<Dense> parts = new ArrayList<>();
    List<int[]> places = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int[] own = s.clone();
      own[axis] = d.between(1, 4);
      parts.add(d.normal(own));
      for (int j = 0; j < own[axis]; j++) {
        places.add(new int[] {i, j});
      }
    }
    s[axis] = places.size();
    return new OpCase(
        Concat.class,
        parts,
        in -> Concat.concat(axis, in),
        in ->
            Dense.of(
                ix -> {
                  int[] place = places.get(ix[axis]);
                  int[] at = ix.clone();
                  at[axis] = place[1];
                  return in.get(place[0]).at(at);
                },
                s),
        in -> TorchOps.concat(axis, in));
  }

  private static OpCase stack(Draw d) {
    int[] s = d.shape(2);
    int axis = d.below(3);
    int[] out = {s[0], s[0], s[1]};
    out[axis] = 3;
    if (axis == 0) {
      out[1] = s[0];
    }
    if (axis == 2) {
      out[1] = s[1];
    }
    return new OpCase(
        Stack.class,
        List.of(d.normal(s), d.normal(s), d.normal(s)),
        in -> Stack.stack(axis - (d.coin() ? 3 : 0), in),
        in -> Dense.of(ix -> in.get(ix[axis]).at(References.without(ix, axis)), out),
        in -> ai.djl.ndarray.NDArrays.stack(new ai.djl.ndarray.NDList(in), axis));
  }

  private static OpCase slice(Draw d) {
    int[] s = d.shape(3);
    int axis = d.below(3);
    int start = d.below(s[axis]);
    int length = d.between(1, s[axis] - start);
    int[] out = s.clone();
    out[axis] = length;
    String range = start + ":" + (start + length);
    String index = List.of(range, ":, " + range, ":, :, " + range).get(axis);
    return new OpCase(
        Slice.class,
        List.of(d.normal(s)),
        in -> Slice.slice(in.get(0), axis, start, length),
        in ->
            Dense.of(
                ix -> {
                  int[] at = ix.clone();
                  at[axis] += start;
                  return in.get(0).at(at);
                },
                out),
        in -> in.get(0).get(index));
  }

  private static OpCase gather(Draw d) {
    int[] s = d.shape(3);
    int m = d.length();
    int[] ids = d.ids(m, s[0]);
    return new OpCase(
        Gather.class,
        List.of(d.normal(s)),
        in -> Gather.gather(in.get(0), Tensor.ofInts(in.get(0).backend(), ids, m)),
        in -> Dense.of(ix -> in.get(0).at(ids[ix[0]], ix[1], ix[2]), m, s[1], s[2]),
        in -> rows(in.get(0), ids, s[0]).reshape(m, s[1], s[2]));
  }

  private static OpCase embedding(Draw d) {
    int v = d.length();
    int n = d.length();
    int dim = d.length();
    int[] ids = d.ids(2 * n, v);
    return new OpCase(
        Embedding.class,
        List.of(d.normal(v, dim)),
        in -> Embedding.embedding(in.get(0), Tensor.ofInts(in.get(0).backend(), ids, 2, n)),
        in -> Dense.of(ix -> in.get(0).at(ids[ix[0] * n + ix[1]], ix[2]), 2, n, dim),
        in -> rows(in.get(0), ids, v).reshape(2, n, dim));
  }

  /** Chosen rows as a product with one-hot rows: exact, and its gradient is PyTorch's own. */
  private static NDArray rows(NDArray x, int[] ids, int n) {
    Dense oneHot = Dense.of(ix -> ids[ix[0]] == ix[1] ? 1 : 0, ids.length, n);
    return TorchOps.constant(x, oneHot).matMul(x.reshape(n, -1));
  }

  private static OpCase replaceRows(Draw d) {
    int n = d.length();
    int dim = d.length();
    List<Integer> order = IntStream.range(0, n).boxed().collect(Collectors.toList());
    if (d.coin()) {
      Collections.shuffle(order, new java.util.Random(d.below(1000)));
    }
    int r = d.between(1, n);
    int[] ids = order.stream().limit(r).mapToInt(i -> i).toArray();
    int[] source = new int[n];
    Arrays.fill(source, -1);
    for (int i = 0; i < r; i++) {
      source[ids[i]] = i;
    }
    Dense keep = Dense.of(ix -> source[ix[0]] < 0 ? 1 : 0, n, 1);
    Dense place = Dense.of(ix -> source[ix[0]] == ix[1] ? 1 : 0, n, r);
    return new OpCase(
        ReplaceRows.class,
        List.of(d.normal(n, dim), d.normal(r, dim)),
        in -> ReplaceRows.replaceRows(in.get(0), ids, in.get(1)),
        in ->
            Dense.of(
                ix -> source[ix[0]] < 0 ? in.get(0).at(ix) : in.get(1).at(source[ix[0]], ix[1]),
                n,
                dim),
        in ->
            in.get(0)
                .mul(TorchOps.constant(in.get(0), keep))
                .add(TorchOps.constant(in.get(0), place).matMul(in.get(1))));
  }

  private static OpCase permute(Draw d) {
    int[] s = {d.between(1, 3), d.length(), d.between(1, 4), d.length()};
    List<Integer> axes = new ArrayList<>(List.of(0, 1, 2, 3));
    Collections.shuffle(axes, new java.util.Random(d.below(1000)));
    int[] order = axes.stream().mapToInt(i -> i).toArray();
    return moved(Permute.class, d, s, order);
  }

  private static OpCase transpose(Draw d) {
    int[] s = d.shape(3);
    int a = d.below(3);
    int b = d.below(3);
    int[] order = {0, 1, 2};
    order[a] = b;
    order[b] = a;
    OpCase c = moved(Transpose.class, d, s, order);
    return new OpCase(
        Transpose.class,
        c.inputs(),
        in -> Transpose.transpose(in.get(0), a, b - 3),
        c.reference(),
        c.torch());
  }

  private static OpCase moved(Class<?> op, Draw d, int[] s, int[] order) {
    int[] out = Arrays.stream(order).map(i -> s[i]).toArray();
    return new OpCase(
        op,
        List.of(d.normal(s)),
        in -> Permute.permute(in.get(0), order),
        in ->
            Dense.of(
                ix -> {
                  int[] at = new int[order.length];
                  for (int i = 0; i < order.length; i++) {
                    at[order[i]] = ix[i];
                  }
                  return in.get(0).at(at);
                },
                out),
        in -> in.get(0).transpose(order));
  }

  private static OpCase repeat(Draw d) {
    int[] s = d.shape(2);
    int times = d.between(1, 5);
    return new OpCase(
        Repeat.class,
        List.of(d.normal(s)),
        in -> Repeat.repeatRows(in.get(0), times),
        in -> Dense.of(ix -> in.get(0).at(ix[0] / times, ix[1]), s[0] * times, s[1]),
        in -> in.get(0).repeat(0, times));
  }
}
