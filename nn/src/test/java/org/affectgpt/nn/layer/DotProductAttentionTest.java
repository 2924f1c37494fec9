package org.affectgpt.nn.layer;

import static org.affectgpt.nn.Compare.assertClose;
import static org.affectgpt.tensor.ops.elementwise.Mul.mul;
import static org.affectgpt.tensor.ops.rows.Sum.sum;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.affectgpt.nn.Compare;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.junit.jupiter.api.Test;

class DotProductAttentionTest {
  private final Backend backend = Backends.open("cpu", 2);
  private final CounterRng rng = new CounterRng(8);

  private Tensor[] inputs() {
    Tensor[] in = new Tensor[3];
    in[0] = Compare.normal(backend, rng.split(0), 1, 2, 3, 8).requiresGrad(true);
    in[1] = Compare.normal(backend, rng.split(1), 1, 2, 5, 8).requiresGrad(true);
    in[2] = Compare.normal(backend, rng.split(2), 1, 2, 5, 8).requiresGrad(true);
    return in;
  }

  private Tensor run(DotProductAttention attention, Tensor[] in) {
    Tensor mask = Tensor.ofInts(backend, new int[] {1, 1, 1, 1, 1, 0, 1, 1, 0, 1}, 2, 5);
    Tensor y = attention.forward(in[0], in[1], in[2], mask);
    sum(mul(y, Compare.normal(backend, rng.split("w"), 1, 2, 3, 8))).backward();
    return y;
  }

  @Test
  void weightsThatAreKeptGiveTheFusedResult() {
    Tensor[] fused = inputs();
    float[] expected = run(new DotProductAttention(2, 0), fused).toFloats();
    // a probability so small that nothing is dropped, yet the weights are formed
    DotProductAttention open = new DotProductAttention(2, 1e-9);
    open.train(rng.split("dropout"));
    Tensor[] formed = inputs();
    assertClose(expected, run(open, formed).toFloats(), 1e-5, "output");
    for (int i = 0; i < 3; i++) {
      assertClose(fused[i].grad().toFloats(), formed[i].grad().toFloats(), 1e-5, "gradient " + i);
    }
  }

  @Test
  void trainingDropsWeightsAndEvaluationDoesNot() {
    DotProductAttention attention = new DotProductAttention(2, 0.5);
    float[] expected = run(new DotProductAttention(2, 0), inputs()).toFloats();
    attention.train(rng.split("dropout"));
    assertTrue(Compare.relative(run(attention, inputs()).toFloats(), expected) > 0.1);
    attention.eval();
    assertClose(expected, run(attention, inputs()).toFloats(), 1e-6, "evaluation");
  }
}
