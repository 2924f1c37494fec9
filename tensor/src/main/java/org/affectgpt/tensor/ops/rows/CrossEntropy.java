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
   * @param labels I32 {@code [n]}, each in {@code [0, v)} or {@code ignore}
   * @return a scalar
   * @throws IllegalArgumentException when every label is {@code ignore}: the mean has no value
   */
  public static Tensor crossEntropy(Tensor logits, Tensor labels, int ignore) {
    Tensor logProbs = TokenLogProbs.tokenLogProbs(logits, labels, ignore);
    int kept = 0;
    for (int label : labels.toInts()) {
      kept += label == ignore ? 0 : 1;
    }
    if (kept == 0) {
      throw new IllegalArgumentException(
          "crossEntropy: none of the " + labels.size() + " labels is kept, all are " + ignore);
    }
    return Scale.scale(Sum.sum(logProbs), -1f / kept);
  }
}
