package org.affectgpt.cli;

import org.affectgpt.nn.generate.Cutoffs;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the next token is chosen; what is left open comes from the model's own defaults. */
final class SamplingOptions {
  @Option(names = "--greedy", description = "Take the likeliest token instead of sampling.")
  private boolean greedy;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Divides the scores; 0 is greedy. Any of these four options turns sampling on.")
  private @Nullable Double temperature;

  @Option(names = "--top-k", paramLabel = "K", description = "Only the K likeliest; 0 for all.")
  private @Nullable Integer topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description = "Only the likeliest that make up probability P; 1 for all.")
  private @Nullable Double topP;

  @Option(
      names = "--min-p",
      paramLabel = "P",
      description = "Only those at least P times as likely as the likeliest; 0 for all.")
  private @Nullable Double minP;

  @Option(
      names = "--repetition-penalty",
      paramLabel = "R",
      description = "Makes tokens of the text so far less likely; 1 for none.")
  private @Nullable Double repetitionPenalty;

  /** The choice, from the options first and the model's defaults for the rest. */
  Sampling sampling(Sampling defaults) {
    boolean asked = temperature != null || topK != null || topP != null || minP != null;
    if (greedy && asked) {
      throw new InputException(
          "--greedy goes with none of --temperature, --top-k, --top-p and --min-p");
    }
    double penalty = or(repetitionPenalty, defaults.repetitionPenalty());
    require(positive(penalty), "--repetition-penalty must be positive", penalty);
    double t = or(temperature, defaults.temperature());
    boolean best = greedy || (!asked && defaults.greedy()) || (temperature != null && t == 0);
    if (best) {
      return new Sampling(true, penalty, 1, 0, 1, 0, Cutoffs.none(), defaults.rules());
    }
    int k = topK == null ? defaults.topK() : topK;
    double p = or(topP, defaults.topP());
    double m = or(minP, defaults.minP());
    require(positive(t), named("--temperature", temperature) + " must be positive", t);
    require(k >= 0, named("--top-k", topK) + " must be 0 or more", k);
    require(p > 0 && p <= 1, named("--top-p", topP) + " must be above 0 and at most 1", p);
    require(m >= 0 && m <= 1, named("--min-p", minP) + " must be from 0 to 1", m);
    return new Sampling(false, penalty, t, k, p, m, defaults.cutoffs(), defaults.rules());
  }

  private static boolean positive(double value) {
    return value > 0 && value < Double.POSITIVE_INFINITY;
  }

  /** Says where a value comes from that the command line does not give. */
  private static String named(String option, @Nullable Number given) {
    return given == null ? "what the model's generation_config.json says for " + option : option;
  }

  private static double or(@Nullable Double given, double other) {
    return given == null ? other : given;
  }

  private static void require(boolean fits, String rule, double value) {
    if (!fits) {
      throw new InputException(rule + ", not " + value);
    }
  }
}
