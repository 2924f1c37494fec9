package org.affectgpt.tensor.ops.rows;

import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.RowKernels.Labels;
import org.affectgpt.tensor.ops.shape.ShapeErrors;

/**
 * Log-probability of one token a row: {@code y_r = x[r, id_r] - ln sum_c e^x[r, c]}; {@code dx[r,
 * c] = dy_r (1{c = id_r} - e^(x[r, c] - logsumexp_r))}. Only one number a row is kept for the
 * backward pass, not the softmax.
 */
public final class TokenLogProbs {
  private TokenLogProbs() {}

  /**
   * @param logits F32 {@code [n, v]}
   * @param ids I32 {@code [n]}, each in {@code [0, v)} or {@code ignore}
   * @param ignore rows with this id give 0 and no gradient
   * @return {@code [n]}
   */
  public static Tensor tokenLogProbs(Tensor logits, Tensor ids, int ignore) {
    ShapeErrors.rank("tokenLogProbs", logits, 2, "[rows, vocabulary]");
    ShapeErrors.ids("tokenLogProbs", ids);
    int n = logits.dim(0);
    int v = logits.dim(1);
    if (!ids.shape().equals(Shape.of(n))) {
      throw ShapeErrors.mismatch("tokenLogProbs", logits, ids);
    }
    Tensor y = Tensor.empty(logits.backend(), n);
    Tensor logSumExp = Tensor.empty(logits.backend(), n);
    Labels labels = new Labels(ids.view(), ignore);
    logits.backend().rows().tokenLogProb(logits.view(), labels, y.view(), logSumExp.view(), n, v);
    return Autograd.record(
        "tokenLogProbs",
        y,
        List.of(logits),
        dy -> {
          Tensor dx = Tensor.empty(logits.backend(), n, v);
          logits
              .backend()
              .rows()
              .tokenLogProbGrad(
                  logits.view(), labels, logSumExp.view(), dy.view(), dx.view(), n, v);
          return List.of(dx);
        });
  }
}
