package org.affectgpt.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.grpo.GrpoMetrics;
import org.affectgpt.grpo.GrpoTrainer;
import org.affectgpt.io.Progress;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.MemoryScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Training in memory that steps give back and take again, on two threads, gives the bits of
 * training on one thread in memory that nobody uses twice.
 */
class ScopedTrainingTest {
  private static final int STEPS = 4;

  @TempDir private Path temp;

  /** A backend whose scopes own nothing, so that all memory is left to the garbage collector. */
  private static Backend withoutScopes(Backend backend) {
    MemoryScope nothing = () -> {};
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("scope")) {
                return nothing;
              }
              try {
                return method.invoke(backend, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Map<String, float[]> weights(AffectGptModel model) {
    Map<String, float[]> all = new LinkedHashMap<>();
    model.parameters().forEach((name, p) -> all.put(name, p.value().toFloats()));
    return all;
  }

  /** What a run leaves: a number or more of each step, and the weights. */
  private record Outcome(List<?> steps, Map<String, float[]> weights) {
    void requireEqual(Outcome other) {
      assertEquals(steps, other.steps);
      weights.forEach((name, w) -> assertArrayEquals(w, other.weights.get(name), name));
    }
  }

  private void compare(Training training) {
    Map<String, float[]> untrained;
    Outcome plain;
    try (Backend backend = withoutScopes(Backends.open("cpu", 1))) {
      untrained = weights(new TinyTraining(backend, temp).model());
      plain = training.run(backend);
    }
    try (Backend backend = Backends.open("cpu", 2)) {
      plain.requireEqual(training.run(backend));
    }
    String some = "llama_model.model.layers.0.self_attn.q_proj.weight";
    assertTrue(plain.weights.containsKey(some), plain.weights.keySet().toString());
    assertFalse(Arrays.equals(untrained.get(some), plain.weights.get(some)), "trained");
  }

  private interface Training {
    Outcome run(Backend backend);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void supervised(boolean checkpointing) {
    compare(
        backend -> {
          TinyTraining tiny = new TinyTraining(backend, temp);
          RunFolder folder = new RunFolder(temp.resolve("run"), "sft");
          tiny.sft(STEPS, checkpointing).run(folder, false, Progress.NONE);
          assertEquals(STEPS, folder.read().size());
          return new Outcome(folder.read(), weights(tiny.model()));
        });
  }

  @Test
  void grpo() {
    compare(
        backend -> {
          TinyTraining tiny = new TinyTraining(backend, temp);
          // any number that answers differ in
          GrpoTrainer<GrpoPrompt> trainer =
              tiny.grpo(c -> Arrays.hashCode(c.tokens()) % 10, update -> update);
          List<GrpoMetrics> metrics = new ArrayList<>();
          for (int step = 0; step < 2; step++) {
            metrics.add(trainer.step(tiny.prompts(), new CounterRng(9).split(step), true));
          }
          return new Outcome(metrics, weights(tiny.model()));
        });
  }
}
