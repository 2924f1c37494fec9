package org.affectgpt.test.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.affectgpt.grpo.Advantages;
import org.affectgpt.grpo.Aggregation;
import org.affectgpt.grpo.Completion;
import org.affectgpt.grpo.GroupStatistics;
import org.affectgpt.grpo.GrpoConfig;
import org.affectgpt.grpo.GrpoLoss;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Advantages and the token-level losses with their gradients against TRL's own loss code. */
class GrpoGoldenTest {
  /** TRL's names; {@code bnpo} and {@code dapo} are one and the same on a single process. */
  private static final Map<String, Aggregation> AGGREGATIONS =
      Map.of(
          "grpo", Aggregation.SEQUENCE,
          "bnpo", Aggregation.TOKEN,
          "dapo", Aggregation.TOKEN,
          "dr_grpo", Aggregation.CONSTANT);

  private final Backend backend = Backends.open("cpu", 1);

  static Stream<Path> grpo() {
    return ReferenceTensors.ofKind("grpo");
  }

  @ParameterizedTest
  @MethodSource("grpo")
  void advantages(Path folder) throws JsonProcessingException {
    try (ReferenceTensors g = new ReferenceTensors(folder)) {
      int group = new ObjectMapper().readTree(g.text("meta.json")).get("group_size").asInt();
      float[] rewards = g.inputFloats("rewards");
      float[] weights = g.inputFloats("reward_weights");
      double[] total = new double[rewards.length / weights.length];
      for (int i = 0; i < rewards.length; i++) {
        total[i / weights.length] += (double) rewards[i] * weights[i % weights.length];
      }
      for (Advantages kind : Advantages.values()) {
        double[] ours = kind.of(total, GroupStatistics.of(total, group));
        float[] actual = new float[ours.length];
        for (int i = 0; i < ours.length; i++) {
          actual[i] = (float) ours[i];
        }
        g.check("advantages." + kind.name().toLowerCase(Locale.ROOT), actual);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("grpo")
  void losses(Path folder) throws JsonProcessingException {
    try (ReferenceTensors g = new ReferenceTensors(folder)) {
      JsonNode meta = new ObjectMapper().readTree(g.text("meta.json"));
      List<Completion> completions = completions(g.inputRows("mask"));
      int checked = 0;
      for (int k = 0; k < meta.get("cases").size(); k++) {
        JsonNode c = meta.get("cases").get(k);
        Aggregation aggregation = AGGREGATIONS.get(c.get("loss_type").asText());
        boolean token = c.get("importance_sampling_level").asText().equals("token");
        if (token && aggregation != null && c.get("delta").isNull()) {
          check(g, meta, c, k, aggregation, completions);
          checked++;
        }
      }
      assertEquals(12, checked);
    }
  }

  private void check(
      ReferenceTensors g,
      JsonNode meta,
      JsonNode c,
      int k,
      Aggregation aggregation,
      List<Completion> completions) {
    double beta = c.get("beta").asDouble();
    int limit = meta.get("max_completion_length").asInt();
    GrpoConfig config =
        new GrpoConfig(
            meta.get("group_size").asInt(),
            new GrpoConfig.Clip(c.get("epsilon_low").asDouble(), c.get("epsilon_high").asDouble()),
            beta,
            Advantages.GROUP,
            aggregation,
            1,
            1,
            limit);
    long tokens = completions.stream().mapToLong(x -> x.tokens().length).sum();
    Tensor logProbs = g.input("logps", backend).requiresGrad(true);
    GrpoLoss loss =
        GrpoLoss.of(
            config,
            logProbs,
            g.input("old_logps", backend),
            beta > 0 ? g.input("ref_logps", backend) : null,
            g.inputFloats("advantages"),
            aggregation.weights(completions, logProbs.dim(1), completions.size(), tokens, limit));
    g.check("loss." + k, loss.loss());
    loss.loss().backward();
    g.check("grad." + k, logProbs.grad());
    assertEquals(beta == 0, Double.isNaN(loss.kl().getAsDouble()), c::toString);
    double clipped = loss.clipFraction().getAsDouble();
    assertTrue(clipped > 0 && clipped < 1, c::toString);
  }

  private static List<Completion> completions(int[][] mask) {
    List<Completion> all = new ArrayList<>();
    for (int[] row : mask) {
      int n = 0;
      for (int m : row) {
        n += m;
      }
      all.add(new Completion(new int[n], "", true));
    }
    return all;
  }
}
