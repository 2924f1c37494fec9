package org.affectgpt.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tools.measure.Benches;
import org.affectgpt.tools.measure.Case;
import org.affectgpt.tools.measure.Stopwatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Looks for performance cliffs: runs each case of {@code bench} in fresh JVMs, where the
 * just-in-time compiler may decide otherwise every time, and compares them. A JVM is judged by its
 * quickest round: others on the machine slow single rounds down, bad code slows all. A case with a
 * JVM slower than half the best is measured again with many more rounds, and only that counts.
 *
 * <p>Exit code 1 when a case has a cliff.
 */
@Command(name = "FreshJvms", mixinStandardHelpOptions = true)
public final class FreshJvms implements Callable<Integer> {
  private static final int ROUNDS = 7;
  private static final int PATIENT_ROUNDS = 100;
  private static final double CLIFF = 0.5;

  @Parameters(paramLabel = "NAME", description = "Benches or cases; all without.")
  private List<String> names = List.of();

  @Option(names = "--runs", defaultValue = "10", description = "Fresh JVMs a case (default 10).")
  private int runs;

  private FreshJvms() {}

  /**
   * Milliseconds in one JVM.
   *
   * @param best of the quickest round
   */
  private record Run(double median, double best) {}

  public static void main(String[] args) {
    System.exit(Tool.run(new FreshJvms(), args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Case> cases = Benches.select(names);
    System.out.printf(
        "milliseconds, best rounds of %d fresh JVMs%n%-44s%10s%10s%10s  slowest/best speed%n",
        runs, "case", "best", "median", "slowest");
    boolean cliffs = false;
    for (Case c : cases) {
      List<Run> first = runs(c, ROUNDS);
      List<Run> judged = isCliff(first) ? runs(c, PATIENT_ROUNDS) : first;
      cliffs |= isCliff(judged);
      System.out.println(row(c, judged) + (judged == first ? "" : "  (again, longer)"));
    }
    return cliffs ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private List<Run> runs(Case c, int rounds) throws IOException, InterruptedException {
    List<Run> all = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      all.add(run(c, rounds));
    }
    return all;
  }

  private static Run run(Case c, int rounds) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:MaxRAMPercentage=65",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            "org.affectgpt.cli.Main",
            "bench",
            c.id(),
            "--rounds",
            Integer.toString(rounds),
            "--json");
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new InputException(
          "%s: exit code %d; affectgpt/run bench %1$s says why"
              .formatted(c.id(), process.exitValue()));
    }
    JsonNode json = new ObjectMapper().readTree(line);
    return new Run(json.get("median_ms").asDouble(), json.get("best_ms").asDouble());
  }

  private static double[] best(List<Run> runs) {
    return runs.stream().mapToDouble(Run::best).toArray();
  }

  /** The speed of the slowest JVM over that of the quickest. */
  private static double share(List<Run> runs) {
    double[] best = best(runs);
    return Arrays.stream(best).min().orElseThrow() / Arrays.stream(best).max().orElseThrow();
  }

  private static boolean isCliff(List<Run> runs) {
    return share(runs) < CLIFF;
  }

  private static String row(Case c, List<Run> runs) {
    double[] best = best(runs);
    return String.format(
        Locale.ROOT,
        "%-44s%10.3f%10.3f%10.3f  %.2f%s",
        c.id(),
        Arrays.stream(best).min().orElseThrow(),
        Stopwatch.median(runs.stream().mapToDouble(Run::median).toArray()),
        Arrays.stream(best).max().orElseThrow(),
        share(runs),
        isCliff(runs) ? "  CLIFF" : "");
  }
}
