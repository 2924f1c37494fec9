package org.affectgpt.test.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.generate.LogitsProcessor;
import org.affectgpt.nn.generate.Probabilities;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.nn.optim.AdamW;
import org.affectgpt.nn.optim.GradientClipping;
import org.affectgpt.nn.optim.ParameterGroup;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.cpu.CpuBackend;
import org.affectgpt.tensor.ops.Mul;
import org.affectgpt.tensor.ops.Sum;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** AdamW with clipping against torch, token distributions against transformers. */
class TrainingGoldenTest {
  private final CpuBackend backend = CpuBackend.create(2);

  static Stream<Path> optim() {
    return GoldenFolder.ofKind("optim");
  }

  static Stream<Path> sampling() {
    return GoldenFolder.ofKind("sampling");
  }

  @ParameterizedTest
  @MethodSource
  void optim(Path folder) {
    try (GoldenFolder g = new GoldenFolder(folder)) {
      Map<String, Parameter> all = new LinkedHashMap<>();
      for (String n : List.of("a", "b", "c")) {
        all.put(n, Parameter.of(g.input("init." + n, backend), true));
      }
      AdamW adam = new AdamW(ParameterGroup.byDecay(all, 0.05));
      for (int step = 1; step <= 5; step++) {
        String prefix = step + ".";
        all.forEach(
            (n, p) -> {
              Tensor gradient = g.input("grad." + prefix + n, backend);
              Sum.sum(Mul.mul(p.value(), gradient)).backward();
            });
        double norm = GradientClipping.clip(all.values(), 1.0);
        g.check("norm." + step, new float[] {(float) norm});
        adam.step(3e-3);
        adam.clearGrads();
        all.forEach((n, p) -> g.check("param." + prefix + n, p.value()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource
  void sampling(Path folder) {
    Map<String, Sampling> cases = new LinkedHashMap<>();
    cases.put("t0.7", new Sampling(false, 1, 0.7, 0, 1, 0));
    cases.put("t0.8_p0.9", Sampling.of(0.8, 0.9));
    cases.put("k20_p0.8_t0.7_r1.05", new Sampling(false, 1.05, 0.7, 20, 0.8, 0));
    cases.put("t1.3_minp0.1", new Sampling(false, 1, 1.3, 0, 1, 0.1));
    try (GoldenFolder g = new GoldenFolder(folder)) {
      int[][] ids = g.inputRows("input_ids");
      float[] logits = g.inputFloats("logits");
      int vocab = logits.length / ids.length;
      cases.forEach(
          (name, sampling) -> {
            float[] actual = new float[logits.length];
            for (int r = 0; r < ids.length; r++) {
              float[] row = Arrays.copyOfRange(logits, r * vocab, (r + 1) * vocab);
              for (LogitsProcessor p : sampling.processors()) {
                p.apply(ids[r], ids[r].length, row);
              }
              System.arraycopy(Probabilities.softmax(row), 0, actual, r * vocab, vocab);
            }
            g.check("probs." + name, actual);
            float[] expected = g.expectedFloats("probs." + name);
            for (int i = 0; i < actual.length; i++) {
              assertEquals(expected[i] == 0, actual[i] == 0, name);
            }
          });
    }
  }
}
