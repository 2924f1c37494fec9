package org.affectgpt.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.app.config.ConfigFile;
import org.affectgpt.app.train.GrpoRunConfig;
import org.affectgpt.app.train.SftConfig;
import org.affectgpt.app.train.WarmupConfig;

/**
 * Everything that a demo does, as the resource {@code full.yaml} or {@code quick.yaml} says it.
 *
 * @param draws sampled answers a test clip
 * @param continued supervised training on the split that GRPO trains on: its fair rival
 */
public record DemoPlan(
    Sizes corpus,
    int draws,
    WarmupConfig warmup,
    SftConfig sft,
    SftConfig continued,
    GrpoRunConfig grpo) {

  /** Clips of each split. */
  public record Sizes(int trainMachine, int trainHuman, int test) {}

  /**
   * @param quick the small plan instead of the full one
   * @param overrides {@code key=value}, for example {@code grpo.steps=200}
   */
  public static DemoPlan load(boolean quick, long seed, List<String> overrides) {
    String name = quick ? "quick.yaml" : "full.yaml";
    try (InputStream in = DemoPlan.class.getResourceAsStream(name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<String> seeds =
          List.of("sft.seed=" + seed, "continued.seed=" + seed, "grpo.seed=" + seed);
      List<String> all = new ArrayList<>(seeds);
      all.addAll(overrides);
      return new ConfigFile().parse(text, name, all, DemoPlan.class);
    } catch (IOException e) {
      throw new IllegalStateException("the resource " + name + " cannot be read", e);
    }
  }
}
