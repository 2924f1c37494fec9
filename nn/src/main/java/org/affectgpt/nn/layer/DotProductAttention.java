package org.affectgpt.nn.layer;

import static org.affectgpt.tensor.ops.elementwise.Add.add;
import static org.affectgpt.tensor.ops.elementwise.Scale.scale;
import static org.affectgpt.tensor.ops.matrix.Attention.attention;
import static org.affectgpt.tensor.ops.matrix.MatMul.matmul;
import static org.affectgpt.tensor.ops.rows.Softmax.softmax;
import static org.affectgpt.tensor.ops.shape.Embedding.embedding;
import static org.affectgpt.tensor.ops.shape.Permute.permute;

import org.affectgpt.nn.Module;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.jspecify.annotations.Nullable;

/**
 * Bidirectional multi-head attention (Vaswani et al. 2017). The fused kernel computes it, except
 * when training drops attention weights: those must then exist.
 */
public final class DotProductAttention extends Module {
  private static final float MASKED = -1e30f;

  private final int heads;
  private final Dropout dropout;

  public DotProductAttention(int heads, double dropout) {
    this.heads = heads;
    this.dropout = child("dropout", new Dropout(dropout));
  }

  /**
   * @param q {@code [batch, queries, width]}
   * @param k {@code [batch, keys, width]}, likewise v
   * @param keyMask I32 {@code [batch, keys]}, 0 masks a key
   * @return {@code [batch, queries, width]}
   */
  public Tensor forward(Tensor q, Tensor k, Tensor v, @Nullable Tensor keyMask) {
    int b = q.dim(0);
    int width = q.dim(2);
    int d = width / heads;
    float scale = (float) (1 / Math.sqrt(d));
    Tensor q4 = q.reshape(b, q.dim(1), heads, d); // [batch, queries, heads, dim]
    Tensor k4 = k.reshape(b, k.dim(1), heads, d); // [batch, keys, heads, dim]
    Tensor v4 = v.reshape(b, v.dim(1), heads, d); // [batch, keys, heads, dim]
    if (!dropout.active()) {
      return attention(q4, k4, v4, AttentionPattern.full(), keyMask, scale)
          .reshape(b, q.dim(1), width);
    }
    Tensor qh = byHead(q4); // [batch * heads, queries, dim]
    Tensor scores = matmul(qh, byHead(k4), false, true); // [batch * heads, queries, keys]
    scores = scale(scores, scale);
    if (keyMask != null) {
      scores = mask(scores, keyMask);
    }
    Tensor weights = dropout.forward(softmax(scores));
    Tensor y = matmul(weights, byHead(v4)); // [batch * heads, queries, dim]
    y = permute(y.reshape(b, heads, q.dim(1), d), 0, 2, 1, 3); // [batch, queries, heads, dim]
    return y.reshape(b, q.dim(1), width);
  }

  /** {@code [batch, time, heads, dim]} to {@code [batch * heads, time, dim]}. */
  private static Tensor byHead(Tensor x) {
    return permute(x, 0, 2, 1, 3).reshape(x.dim(0) * x.dim(2), x.dim(1), x.dim(3));
  }

  /**
   * Scores {@code [batch * heads, queries, keys]} with those of masked keys far below the others.
   */
  private Tensor mask(Tensor scores, Tensor keyMask) {
    int b = keyMask.dim(0);
    int keys = keyMask.dim(1);
    Tensor penalty = Tensor.zeros(scores.backend(), 2, 1);
    penalty.backend().elementwise().fill(penalty.view(), MASKED, 1);
    Tensor penalties = embedding(penalty, keyMask).reshape(b, 1, 1, keys);
    return add(scores.reshape(b, heads, -1, keys), penalties).reshape(scores.shape().dims());
  }
}
