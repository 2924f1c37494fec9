package org.affectgpt.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.affectgpt.corpus.CorpusWriter;
import org.affectgpt.corpus.plan.CorpusConfig;
import org.affectgpt.corpus.plan.Split;
import org.affectgpt.io.Progress;
import org.affectgpt.tensor.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code corpus}: the synthetic corpus in the MER-Caption+ layout. */
@Command(
    name = "corpus",
    description =
        "Writes the synthetic corpus: short clips of drawn faces and synthesised voices (mp4, wav),"
            + " subtitles, labels and descriptions (csv) in the MER-Caption+ layout.",
    mixinStandardHelpOptions = true)
public final class CorpusCommand implements Callable<Integer> {
  private static final int FEWEST = 13;

  @Spec private CommandSpec spec;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "A new folder.")
  private Path out;

  @Option(
      names = "--clips",
      paramLabel = "N",
      description =
          "Clips in all (default 5200): ten parts of 13 are machine-labelled, two of human grade,"
              + " one is the test split.")
  private Integer clips;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default 1.")
  private long seed;

  @Option(
      names = "--overwrite",
      description = "Replace an earlier corpus at --out; other files stay.")
  private boolean overwrite;

  @Mixin private BackendOption backend;

  @Option(names = "--json", description = "One JSON object instead of text.")
  private boolean json;

  @Override
  public Integer call() {
    CorpusConfig config = config();
    long start = System.nanoTime();
    try (ConsoleProgress console = new ConsoleProgress()) {
      Progress progress = console.task("rendering clips");
      new CorpusWriter(config)
          .write(out, backend.threads(), overwrite, (done, total) -> progress.at(done, total, ""));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    PrintWriter to = spec.commandLine().getOut();
    if (json) {
      ObjectNode node = new ObjectMapper().createObjectNode();
      node.put("folder", out.toString()).put("clips", config.sizes().total());
      for (Split split : Split.values()) {
        node.put(split.key(), config.sizes().of(split));
      }
      to.println(node.put("seed", seed).put("seconds", Rounded.seconds(seconds)));
    } else {
      to.printf(
          Locale.ROOT,
          "%s: %d clips to learn from with machine labels, %d with human labels, %d to test"
              + " (%.1f s)%n",
          out,
          config.sizes().trainMachine(),
          config.sizes().trainHuman(),
          config.sizes().test(),
          seconds);
    }
    to.flush();
    return 0;
  }

  private CorpusConfig config() {
    CorpusConfig config = CorpusConfig.defaults().withSeed(seed);
    if (clips == null) {
      return config;
    }
    if (clips < FEWEST) {
      throw new InputException("--clips must be at least " + FEWEST + ", not " + clips);
    }
    int test = clips / 13;
    int human = 2 * clips / 13;
    return config.withSizes(new CorpusConfig.Sizes(clips - test - human, human, test));
  }
}
