package org.affectgpt.tensor.ops.matrix;

import java.util.Arrays;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.AttentionKernels.Dims;
import org.affectgpt.tensor.backend.AttentionKernels.Gradients;
import org.affectgpt.tensor.backend.AttentionKernels.Inputs;
import org.affectgpt.tensor.backend.AttentionKernels.Outputs;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.affectgpt.tensor.ops.shape.ShapeErrors;
import org.jspecify.annotations.Nullable;

/**
 * Scaled dot-product attention (Vaswani et al. 2017) with grouped queries, computed without keeping
 * the scores (Dao et al. 2022): {@code P = softmax(scale q k^T)} over the visible keys, {@code y =
 * P v}. Backward, with {@code dP = dy v^T} and {@code dS = P (dP - sum(dy y))}: {@code dq = scale
 * dS k}, {@code dk = scale dS^T q}, {@code dv = P^T dy}, summed over the query heads that share a
 * key head. A query that sees no key gives 0.
 */
public final class Attention {
  private Attention() {}

  /**
   * @param q F32 {@code [batch, queries, heads, dim]}
   * @param k F32 {@code [batch, keys, kvHeads, dim]}; kvHeads divides heads
   * @param v the shape of {@code k}
   * @param keyMask I32 {@code [batch, keys]}, 0 hides a key; or null
   * @param scale factor of the scores, most often {@code 1 / sqrt(dim)}
   * @return the shape of {@code q}
   */
  public static Tensor attention(
      Tensor q,
      Tensor k,
      Tensor v,
      AttentionPattern pattern,
      @Nullable Tensor keyMask,
      float scale) {
    check(q, k, v, pattern, keyMask);
    Dims dims = dims(q, k, scale, pattern);
    boolean recording = Autograd.recording(q, k, v);
    Tensor y = Tensor.empty(q.backend(), q.shape());
    Tensor logSumExp = recording ? Tensor.empty(q.backend(), q.dim(0), q.dim(2), q.dim(1)) : null;
    Inputs in = inputs(q, k, v, keyMask);
    Outputs out = new Outputs(y.view(), logSumExp == null ? null : logSumExp.view());
    q.backend().attention().forward(dims, in, out);
    if (logSumExp == null) {
      return y;
    }
    return Autograd.record(
        "attention",
        y,
        Arrays.asList(q, k, v),
        dy -> {
          Tensor dq = Tensor.empty(q.backend(), q.shape());
          Tensor dk = Tensor.empty(k.backend(), k.shape());
          Tensor dv = Tensor.empty(v.backend(), v.shape());
          Gradients gradients = new Gradients(dq.view(), dk.view(), dv.view());
          q.backend().attention().backward(dims, in, out, dy.view(), gradients);
          return Arrays.asList(dq, dk, dv);
        });
  }

  /**
   * A cache of keys and values {@code [batch, capacity, kvHeads, dim]}.
   *
   * @param last I32 {@code [batch, queries]}: the last row that each query sees of its own branch
   * @param keyMask I32 {@code [batch, capacity]}, 0 hides a row; or null
   */
  public record Cached(Tensor keys, Tensor values, Tensor last, @Nullable Tensor keyMask) {}

  /**
   * One step of decoding; it has no derivative.
   *
   * @param q F32 {@code [batch, queries, heads, dim]}, the newest tokens
   * @param pattern {@link AttentionPattern#decode}: where a query's branch begins
   * @return the shape of {@code q}
   */
  public static Tensor decode(Tensor q, Cached cache, AttentionPattern pattern, float scale) {
    Tensor k = cache.keys();
    check(q, k, cache.values(), pattern, cache.keyMask());
    ShapeErrors.ids("decode", cache.last());
    if (!cache.last().shape().equals(Shape.of(q.dim(0), q.dim(1)))) {
      throw ShapeErrors.mismatch("decode", q, cache.last());
    }
    Tensor y = Tensor.empty(q.backend(), q.shape());
    q.backend()
        .attention()
        .decode(
            dims(q, k, scale, pattern),
            inputs(q, k, cache.values(), cache.keyMask()),
            cache.last().view(),
            y.view());
    return Autograd.recordWithoutDerivative("decode", y, Arrays.asList(q, k, cache.values()));
  }

  private static Dims dims(Tensor q, Tensor k, float scale, AttentionPattern pattern) {
    return new Dims(q.dim(0), q.dim(1), k.dim(1), q.dim(2), k.dim(2), q.dim(3), scale, pattern);
  }

  private static Inputs inputs(Tensor q, Tensor k, Tensor v, @Nullable Tensor keyMask) {
    return new Inputs(q.view(), k.view(), v.view(), keyMask == null ? null : keyMask.view());
  }

  private static void check(
      Tensor q, Tensor k, Tensor v, AttentionPattern pattern, @Nullable Tensor keyMask) {
    ShapeErrors.rank("attention", q, 4, "[batch, queries, heads, dim]");
    ShapeErrors.rank("attention", k, 4, "[batch, keys, kvHeads, dim]");
    if (!k.shape().equals(v.shape())) {
      throw ShapeErrors.mismatch("attention", k, v);
    }
    if (q.dim(0) != k.dim(0) || q.dim(3) != k.dim(3) || k.dim(2) == 0 || q.dim(2) % k.dim(2) != 0) {
      throw ShapeErrors.mismatch("attention", q, k);
    }
    if (keyMask != null) {
      ShapeErrors.ids("attention", keyMask);
      if (!keyMask.shape().equals(Shape.of(k.dim(0), k.dim(1)))) {
        throw ShapeErrors.mismatch("attention", k, keyMask);
      }
    }
    int last = q.dim(1) - 1;
    int keys = k.dim(1);
    if (last >= 0 && Math.max(pattern.firstEnd(last, keys), pattern.secondEnd(last)) > keys) {
      throw new IllegalArgumentException(
          "attention: " + pattern + " reaches beyond the keys " + k + " for queries " + q);
    }
  }
}
