package org.affectgpt.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.affectgpt.corpus.CorpusLayout;
import org.affectgpt.corpus.plan.Split;

/**
 * The training run of the launcher's ahead-of-time cache (JEP 483, 514, 515): what short commands
 * do, in one process and without output, so that the virtual machine records the classes to keep
 * linked and the methods to compile at once. It changes no answer, and no command calls it.
 */
final class StartTraining {
  /** The fewest that a corpus may have. */
  private static final String CLIPS = "13";

  private StartTraining() {}

  /**
   * @param args a new folder for the clips that are looked at
   */
  public static void main(String[] args) {
    Path shipped = ShippedModel.or(null);
    CorpusLayout corpus = new CorpusLayout(Path.of(args[0]));
    String clip = Split.TRAIN_MACHINE.clipName(0);
    String video = corpus.video(clip).toString();
    String audio = corpus.audio(clip).toString();
    List<String> infer =
        List.of("infer", "--video", video, "--audio", audio, "--subtitle", "I am fine.");
    run(List.of("corpus", "--out", args[0], "--clips", CLIPS));
    run(infer);
    run(and(infer, "--json"));
    run(and(infer, "--describe"));
    run(
        List.of(
            "generate", "--model", shipped.resolve("llm").toString(), "--prompt", "The face is"));
    run(
        List.of(
            "tokenize",
            "--tokenizer",
            shipped.resolve("llm").resolve("tokenizer.json").toString(),
            "I did not expect that."));
    run(List.of("inspect", shipped.toString()));
    run(List.of("devices"));
    run(List.of("--help"));
  }

  private static List<String> and(List<String> command, String option) {
    return Stream.concat(command.stream(), Stream.of(option)).toList();
  }

  private static void run(List<String> command) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    if (Main.run(nowhere, nowhere, command.toArray(String[]::new)) != 0) {
      throw new IllegalStateException(String.join(" ", command) + " failed");
    }
  }
}
