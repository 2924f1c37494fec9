package org.affectgpt.examples;

import static org.affectgpt.tensor.ops.elementwise.AddScalar.addScalar;
import static org.affectgpt.tensor.ops.elementwise.Exp.exp;
import static org.affectgpt.tensor.ops.elementwise.Log.log;
import static org.affectgpt.tensor.ops.elementwise.Mul.mul;
import static org.affectgpt.tensor.ops.elementwise.Sigmoid.sigmoid;

import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;

/** Writes an operation with its gradient. */
final class OwnOp {
  private OwnOp() {}

  // example: begin
  /** Softplus: {@code y = log(1 + e^x)}, {@code dx = sigmoid(x) dy}. */
  static Tensor softplus(Tensor x) {
    Tensor y = NoGrad.call(() -> log(addScalar(exp(x), 1)));
    return Autograd.record("softplus", y, List.of(x), dy -> List.of(mul(sigmoid(x), dy)));
  }
  // example: end
}
