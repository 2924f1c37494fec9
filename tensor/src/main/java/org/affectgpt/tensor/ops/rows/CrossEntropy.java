package org.affectgpt.tensor.ops.rows;

import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.ops.elementwise.Scale;

/**
 * Mean negative log-likelihood of the labels: {@code -1/m sum_r log p(label_r)} over the m rows
 * whose label is not {@code ignore}; {@code dx = (softmax(x) - onehot(label)) dy / m} on those
 * rows.
 */
public final class CrossEntropy {
  private CrossEntropy() {}

  /**
   * @param logits F32 {@code [n, v]}
   * @param labels {@code [n]}, each in {@code [0, v)} or {@code ignore}; they come from the host,
   *     which counts them
   * @return a scalar
   * @throws IllegalArgumentException when every label is {@code ignore}: the mean has no value
   */
  public static Tensor crossEntropy(Tensor logits, int[] labels, int ignore) {
    int kept = 0;
    for (int label : labels) {
      kept += label == ignore ? 0 : 1;
    }
    if (kept == 0) {
      throw new IllegalArgumentException(
          "crossEntropy: none of the " + labels.length + " labels is kept, all are " + ignore);
    }
    Tensor ids = Tensor.ofInts(logits.backend(), labels, labels.length);
    return Scale.scale(Sum.sum(TokenLogProbs.tokenLogProbs(logits, ids, ignore)), -1f / kept);
  }
}
