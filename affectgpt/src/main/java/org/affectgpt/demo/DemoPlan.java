package org.affectgpt.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.config.ConfigFile;
import org.affectgpt.train.GrpoRunConfig;
import org.affectgpt.train.SftConfig;
import org.affectgpt.train.WarmupConfig;

/**
 * Everything that a demo does, as the resource {@code full.yaml} says it; {@code quick.yaml}
 * replaces its sizes.
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

  private static final String FULL = "full.yaml";
  private static final String QUICK = "quick.yaml";

  /** Clips of each split. */
  public record Sizes(int trainMachine, int trainHuman, int test) {}

  /**
   * @param quick the small plan instead of the full one
   * @param overrides {@code key=value}, for example {@code grpo.steps=200}
   */
  public static DemoPlan load(boolean quick, long seed, List<String> overrides) {
    List<String> texts = quick ? List.of(text(FULL), text(QUICK)) : List.of(text(FULL));
    List<String> seeds = List.of("sft.seed=" + seed, "continued.seed=" + seed, "grpo.seed=" + seed);
    List<String> all = new ArrayList<>(seeds);
    all.addAll(overrides);
    return new ConfigFile().parse(texts, quick ? QUICK : FULL, all, DemoPlan.class);
  }

  private static String text(String resource) {
    try (InputStream in = DemoPlan.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the resource " + resource + " cannot be read", e);
    }
  }
}
