package org.affectgpt.nn.bert;

import static org.affectgpt.tensor.ops.elementwise.Div.div;
import static org.affectgpt.tensor.ops.elementwise.Mul.mul;
import static org.affectgpt.tensor.ops.elementwise.Sqrt.sqrt;
import static org.affectgpt.tensor.ops.elementwise.Square.square;
import static org.affectgpt.tensor.ops.rows.Sum.sum;

import org.affectgpt.tensor.Tensor;

/**
 * One vector a text, as sentence-transformers makes it (Reimers and Gurevych 2019): the mean of the
 * states of its tokens, then scaled to length 1, so that a dot product is the cosine.
 */
public final class MeanPooling {
  private MeanPooling() {}

  /**
   * @param states {@code [batch, time, hidden]}
   * @param mask I32 {@code [batch, time]}, 0 for padding; at least one token a text
   * @return {@code [batch, hidden]}
   */
  public static Tensor mean(Tensor states, Tensor mask) {
    int[] kept = mask.toInts();
    float[] weights = new float[kept.length];
    int time = mask.dim(1);
    for (int i = 0; i < kept.length; i += time) {
      int count = 0;
      for (int j = i; j < i + time; j++) {
        count += kept[j] == 0 ? 0 : 1;
      }
      for (int j = i; j < i + time; j++) {
        weights[j] = kept[j] == 0 ? 0 : 1f / count;
      }
    }
    Tensor share = Tensor.of(states.backend(), weights, mask.dim(0), time, 1); // [batch, time, 1]
    return sum(mul(states, share), 1, false); // [batch, hidden]
  }

  /** Rows {@code [batch, hidden]} scaled to length 1. */
  public static Tensor normalized(Tensor rows) {
    return div(rows, sqrt(sum(square(rows), 1, true))); // [batch, hidden]
  }
}
