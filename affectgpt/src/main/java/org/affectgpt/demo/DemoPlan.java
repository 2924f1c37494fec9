package org.affectgpt.demo;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.config.Bounds;
import org.affectgpt.config.ConfigFile;
import org.affectgpt.config.ConfigText;
import org.affectgpt.corpus.plan.CorpusConfig;
import org.affectgpt.train.GrpoRunConfig;
import org.affectgpt.train.SftConfig;
import org.affectgpt.train.WarmupConfig;

/**
 * Everything that a demo does, as the resource {@code full.yaml} says it. {@code quick.yaml} is
 * laid over it: fewer clips, smaller batches, and encoders that an earlier demo has warmed up
 * already. In both the decoder and the fusions start from random weights and have seen no label
 * before SFT.
 *
 * @param seed the same seed gives the same figures
 * @param draws sampled answers a test clip
 * @param encoders where the encoders come from
 * @param warmup how they are warmed up; of no use to shipped ones
 * @param continued supervised training on the split that GRPO trains on: its fair rival
 */
public record DemoPlan(
    long seed,
    CorpusConfig.Sizes corpus,
    int draws,
    Encoders encoders,
    WarmupConfig warmup,
    SftConfig sft,
    SftConfig continued,
    GrpoRunConfig grpo) {

  public DemoPlan {
    Bounds.count("draws", 1, draws);
    Bounds.count("corpus.train_machine", 1, corpus.trainMachine());
    Bounds.count("corpus.train_human", 1, corpus.trainHuman());
    Bounds.count("corpus.test", 1, corpus.test());
  }

  private static final String FULL = "full.yaml";
  private static final String QUICK = "quick.yaml";

  /** How the encoders come to read faces and voices. */
  public enum Encoders {
    /** They start from random weights and are warmed up on the corpus. */
    FRESH,
    /** They are those of the shipped model, which an earlier demo warmed up. */
    SHIPPED
  }

  /**
   * @param quick the small plan instead of the full one
   * @param overrides {@code key=value}, for example {@code grpo.steps=200}
   */
  public static DemoPlan load(boolean quick, long seed, List<String> overrides) {
    List<ConfigText> texts = new ArrayList<>(List.of(ConfigText.resource(DemoPlan.class, FULL)));
    if (quick) {
      texts.add(ConfigText.resource(DemoPlan.class, QUICK));
    }
    List<String> seeds =
        List.of("seed=" + seed, "sft.seed=" + seed, "continued.seed=" + seed, "grpo.seed=" + seed);
    List<String> all = new ArrayList<>(seeds);
    all.addAll(overrides);
    return new ConfigFile().parse(texts, all, DemoPlan.class);
  }

  /** Where the encoders come from, for people. */
  String encodersInWords() {
    return switch (encoders) {
      case FRESH ->
          "random weights, warmed up here on action units and prosody, "
              + warmup.visionSteps()
              + " and "
              + warmup.audioSteps()
              + " steps";
      case SHIPPED ->
          "those of the shipped model (affectgpt/model), which an earlier demo warmed up on action"
              + " units and prosody; no label of an emotion was seen";
    };
  }
}
