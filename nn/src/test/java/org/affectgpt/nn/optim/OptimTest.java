package org.affectgpt.nn.optim;

import static org.affectgpt.nn.Compare.assertClose;
import static org.affectgpt.tensor.ops.elementwise.Mul.mul;
import static org.affectgpt.tensor.ops.elementwise.Square.square;
import static org.affectgpt.tensor.ops.elementwise.Sub.sub;
import static org.affectgpt.tensor.ops.rows.Sum.sum;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.nn.Compare;
import org.affectgpt.nn.Parameter;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.junit.jupiter.api.Test;

class OptimTest {
  private final Backend backend = Backends.open("cpu", 2);

  private Map<String, Parameter> parameters() {
    Map<String, Parameter> all = new LinkedHashMap<>();
    CounterRng rng = new CounterRng(2);
    all.put("a.weight", Parameter.of(Compare.normal(backend, rng, 1, 5, 3), true));
    all.put("a.bias", Parameter.of(Compare.normal(backend, rng, 1, 5), false));
    all.put("ln_f.table", Parameter.of(Compare.normal(backend, rng, 1, 2, 2), false));
    all.put("unused", Parameter.of(Compare.normal(backend, rng, 1, 2, 2), true));
    return all;
  }

  /** A loss whose gradient depends on the step. */
  private Tensor loss(Map<String, Parameter> all, int step) {
    Tensor w = all.get("a.weight").value();
    Tensor target = Compare.normal(backend, new CounterRng(step), 2, 5, 3);
    Tensor x = mul(sub(w, target), all.get("a.bias").value().reshape(5, 1));
    return sum(square(x));
  }

  @Test
  void aResumedRunEqualsAnUnbrokenOne() {
    Map<String, Parameter> whole = parameters();
    AdamW one = new AdamW(ParameterGroup.byDecay(whole, 0.1));
    for (int s = 0; s < 7; s++) {
      loss(whole, s).backward();
      one.step(0.02);
      one.clearGrads();
    }
    Map<String, Parameter> first = parameters();
    AdamW before = new AdamW(ParameterGroup.byDecay(first, 0.1));
    for (int s = 0; s < 4; s++) {
      loss(first, s).backward();
      before.step(0.02);
      before.clearGrads();
    }
    Map<String, Parameter> second = parameters();
    first.forEach((n, p) -> second.get(n).value().set(p.value().toFloats()));
    AdamW after = new AdamW(ParameterGroup.byDecay(second, 0.1));
    after.importState(before.exportState());
    for (int s = 4; s < 7; s++) {
      loss(second, s).backward();
      after.step(0.02);
      after.clearGrads();
    }
    whole.forEach(
        (n, p) -> assertArrayEquals(p.value().toFloats(), second.get(n).value().toFloats(), n));
    assertNull(after.exportState().get("step.unused"));
    assertEquals(7, after.exportState().get("step.a.weight").toInts()[0]);
  }

  @Test
  void stateOfAnotherModelIsRefused() {
    AdamW a = new AdamW(ParameterGroup.byDecay(parameters(), 0));
    Map<String, Tensor> state = Map.of("step.b", Tensor.ofInts(backend, new int[] {1}, 1));
    assertThrows(InputException.class, () -> a.importState(state));
  }

  @Test
  void vectorsAndNamedNormsDoNotDecay() {
    List<ParameterGroup> groups = ParameterGroup.byDecay(parameters(), 0.05);
    assertEquals(List.of("a.weight", "unused"), List.copyOf(groups.get(0).parameters().keySet()));
    assertEquals(List.of("a.bias", "ln_f.table"), List.copyOf(groups.get(1).parameters().keySet()));
    assertEquals(0.05, groups.get(0).weightDecay());
    assertEquals(0, groups.get(1).weightDecay());
  }

  @Test
  void accumulatedBatchesMakeTheirMeanGradient() {
    Map<String, Parameter> all = parameters();
    AdamW adam = new AdamW(ParameterGroup.byDecay(all, 0));
    Updater updater = new Updater(adam, step -> 0.1, 0, 2);
    assertEquals(false, updater.backward(loss(all, 1)));
    float[] half = all.get("a.weight").value().grad().toFloats();
    assertEquals(true, updater.backward(loss(all, 1)));
    float[] both = all.get("a.weight").value().grad().toFloats();
    all.get("a.weight").value().clearGrad();
    loss(all, 1).backward();
    float[] single = all.get("a.weight").value().grad().toFloats();
    assertClose(single, both, 1e-6, "two halves");
    assertTrue(Compare.relative(half, single) > 0.4);
  }

  @Test
  void clippingScalesToTheBoundAndReportsTheNormBefore() {
    Map<String, Parameter> all = parameters();
    loss(all, 3).backward();
    double before = GradientClipping.clip(all.values(), 0).getAsDouble();
    assertTrue(before > 2);
    assertEquals(before, GradientClipping.clip(all.values(), 0.5).getAsDouble());
    assertEquals(0.5, GradientClipping.clip(all.values(), 0).getAsDouble(), 1e-5);
    assertEquals(0.5, GradientClipping.clip(all.values(), 9).getAsDouble(), 1e-5);
    assertEquals(0.5, GradientClipping.clip(all.values(), 0).getAsDouble(), 1e-5);
  }

  @Test
  void schedules() {
    Schedule s = Schedule.warmupCosine(2, 0.2, 4, 14);
    assertEquals(0.5, s.at(0));
    assertEquals(2, s.at(3));
    assertEquals(2, s.at(4), 1e-12);
    assertEquals(1.1, s.at(9), 1e-12);
    assertEquals(0.2, s.at(14), 1e-12);
    assertEquals(0.2, s.at(99), 1e-12);
    // the original's warm-up is unreachable when it is one epoch long, and equal rates are constant
    LinearWarmupCosine released = new LinearWarmupCosine(1e-5, 1e-5, 1e-6, 50, 60, 50);
    for (long i = 0; i < 3000; i += 37) {
      assertEquals(1e-5, released.at(i));
    }
    LinearWarmupCosine o = new LinearWarmupCosine(1, 0, 0.1, 25, 3, 10);
    assertEquals(0.1, o.at(0));
    assertEquals(0.1 + 0.9 * 7 / 25, o.at(7), 1e-12);
    // epoch 2 starts at t = 20 with step 0 of its own
    assertEquals(0.1 + 0.9 * 4 / 25, o.at(14), 1e-12);
    assertEquals(0.5 * (1 + Math.cos(Math.PI * 25 / 30)), o.at(15), 1e-12);
    assertEquals(0, o.at(20), 1e-12);
    assertTrue(o.at(25) > o.at(20));
  }
}
