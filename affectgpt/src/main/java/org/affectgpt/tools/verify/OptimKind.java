package org.affectgpt.tools.verify;

import static org.affectgpt.tensor.ops.elementwise.Mul.mul;
import static org.affectgpt.tensor.ops.rows.Sum.sum;

import java.util.LinkedHashMap;
import java.util.Map;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.optim.AdamW;
import org.affectgpt.nn.optim.GradientClipping;
import org.affectgpt.nn.optim.ParameterGroup;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/**
 * AdamW with clipping to norm 1 at learning rate 0.003: norms and parameters after each step.
 * Matrices decay by 0.05, vectors do not.
 */
final class OptimKind implements GoldenKind {
  private static final String INITIAL = "init.";
  private static final double LEARNING_RATE = 3e-3;
  private static final double DECAY = 0.05;

  @Override
  public void check(GoldenFolder folder, Backend backend, GoldenComparison comparison) {
    Map<String, Parameter> all = new LinkedHashMap<>();
    for (TensorEntry e : folder.inputs().entries()) {
      if (e.name().startsWith(INITIAL)) {
        float[] start = e.toFloats();
        all.put(
            e.name().substring(INITIAL.length()),
            Parameter.of(Tensor.of(backend, start, e.intShape()), true));
      }
    }
    AdamW adam = new AdamW(ParameterGroup.byDecay(all, DECAY));
    for (int step = 1; comparison.expects("norm." + step); step++) {
      String prefix = step + ".";
      all.forEach(
          (n, p) -> sum(mul(p.value(), folder.input("grad." + prefix + n, backend))).backward());
      double norm = GradientClipping.clip(all.values(), 1.0).getAsDouble();
      comparison.values("norm." + step, new int[0], new float[] {(float) norm});
      adam.step(LEARNING_RATE);
      adam.clearGrads();
      all.forEach((n, p) -> comparison.tensor("param." + prefix + n, p.value()));
    }
  }
}
