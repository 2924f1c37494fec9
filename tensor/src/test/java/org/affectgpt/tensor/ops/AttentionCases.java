package org.affectgpt.tensor.ops;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.affectgpt.tensor.ops.matrix.Attention;

/** Cases of attention. */
final class AttentionCases {
  private AttentionCases() {}

  static OpCase.Family family() {
    return new OpCase.Family(Attention.class, AttentionCases::attention);
  }

  private static OpCase attention(Draw d) {
    int b = d.between(1, 2);
    int kv = d.between(1, 2);
    int group = d.between(1, 2);
    int dim = d.length();
    int queries = d.between(1, 9);
    int keys = d.between(1, 9);
    AttentionPattern pattern = AttentionPattern.full();
    switch (d.below(4)) {
      case 0 -> {
        pattern = AttentionPattern.causal(keys);
        keys += queries;
      }
      case 1 -> {
        pattern = AttentionPattern.branches(keys, 3);
        queries = keys + 6;
        keys = queries;
      }
      case 2 -> {
        pattern = AttentionPattern.decode(keys, 4, 2);
        queries = 3;
        keys += 12;
      }
      default -> {}
    }
    int[] mask = d.coin() ? d.ids(b * keys, 4) : new int[0];
    return attention(
        d.normal(b, queries, kv * group, dim),
        d.normal(b, keys, kv, dim),
        d.normal(b, keys, kv, dim),
        pattern,
        mask);
  }

  private static OpCase attention(Dense q, Dense k, Dense v, AttentionPattern pattern, int[] mask) {
    int b = k.shape()[0];
    int keys = k.shape()[1];
    int kv = k.shape()[2];
    int group = q.shape()[2] / kv;
    int queries = q.shape()[1];
    float scale = (float) (1 / Math.sqrt(q.shape()[3]));
    Dense hidden =
        Dense.of(
            ix -> References.visible(pattern, mask, keys, ix[0], ix[3], ix[4]) ? 0 : -1e30,
            b,
            1,
            1,
            queries,
            keys);
    Dense any = References.reduce(hidden, 4, true, true).map(x -> x == 0 ? 1 : 0);
    return new OpCase(
        Attention.class,
        List.of(q, k, v),
        in -> {
          Tensor keyMask =
              mask.length == 0 ? null : Tensor.ofInts(in.get(0).backend(), mask, b, keys);
          return Attention.attention(in.get(0), in.get(1), in.get(2), pattern, keyMask, scale);
        },
        in -> References.attention(in.get(0), in.get(1), in.get(2), pattern, mask, scale),
        in -> {
          long dim = q.shape()[3];
          NDArray x = in.get(0).transpose(0, 2, 1, 3).reshape(b, kv, group, queries, dim);
          NDArray y = in.get(1).transpose(0, 2, 3, 1).reshape(b, kv, 1, dim, keys);
          NDArray z = in.get(2).transpose(0, 2, 1, 3).reshape(b, kv, 1, keys, dim);
          NDArray p =
              TorchOps.times(x.matMul(y), scale).add(TorchOps.constant(x, hidden)).softmax(-1);
          NDArray out = p.matMul(z).mul(TorchOps.constant(x, any));
          return out.reshape(b, (long) kv * group, queries, dim).transpose(0, 2, 1, 3);
        });
  }
}
