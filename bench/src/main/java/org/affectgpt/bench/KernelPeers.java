package org.affectgpt.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tools.measure.Benches;
import org.affectgpt.tools.measure.Bound;
import org.affectgpt.tools.measure.Case;
import org.affectgpt.tools.measure.Roofline;
import org.affectgpt.tools.measure.Stopwatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The cases of the command {@code bench} beside PyTorch: both take turns, round by round, so that a
 * busy neighbour hurts them alike, and rest before each other's turn until no thread of the one
 * spins any more.
 */
@Command(name = "KernelPeers", mixinStandardHelpOptions = true)
public final class KernelPeers implements Callable<Integer> {
  private static final double WARM_UP_SECONDS = 2;
  private static final double TURN_SECONDS = 0.1;
  private static final long REST_MILLIS = 20;

  @Parameters(index = "0", paramLabel = "PYTHON", description = "An interpreter with torch.")
  private String python;

  @Parameters(index = "1..*", paramLabel = "NAME", description = "Benches or cases; all without.")
  private List<String> names = List.of();

  @Option(names = "--rounds", defaultValue = "7", description = "Turns of each side (default 7).")
  private int rounds;

  @Option(names = "--threads", defaultValue = "2", description = "Of each side (default 2).")
  private int threads;

  @Option(
      names = "--script",
      defaultValue = "bench/src/main/python/kernel_peer.py",
      description = "The other side (default ${DEFAULT-VALUE}).")
  private Path script;

  @Option(names = "--results", description = "Adds the figures to those of earlier runs here.")
  private @Nullable Path results;

  @Option(
      names = "--page",
      description = "A page whose table of ratios is written anew, as bench/RESULTS.md.")
  private @Nullable Path page;

  private final PrintWriter out = new PrintWriter(System.out, true);

  private KernelPeers() {}

  public static void main(String[] args) {
    System.exit(Tool.run(new KernelPeers(), args));
  }

  @Override
  public Integer call() throws InterruptedException {
    List<Case> cases = Benches.select(names);
    Results all = new Results(results);
    if (page != null) {
      RatioTable.PLACE.check(page);
    }
    List<String> command = List.of(python, script.toString(), Integer.toString(threads));
    try (Backend backend = Backends.open("cpu", threads);
        TorchPeer torch = new TorchPeer(new PythonLines(command))) {
      Roofline roofs = new Roofline(backend, WARM_UP_SECONDS / 4, TURN_SECONDS);
      out.println(backend.description() + "; " + torch.name());
      for (Case c : cases) {
        Comparison made = compare(c, backend, torch, roofs);
        out.println(made.text());
        all.add(made);
      }
      String table =
          RatioTable.markdown(
              all.inOrder(),
              torch.name(),
              backend.description(),
              "KernelPeers PYTHON"
                  + (results == null ? "" : " --results FILE")
                  + " --page bench/RESULTS.md");
      if (page != null) {
        RatioTable.PLACE.write(page, table);
      }
    }
    return 0;
  }

  private Comparison compare(Case c, Backend backend, TorchPeer torch, Roofline roofs)
      throws InterruptedException {
    boolean both = torch.prepare(c);
    Stopwatch theirs = new Stopwatch(torch::seconds);
    if (both) {
      theirs.warmUp(WARM_UP_SECONDS / 4, TURN_SECONDS);
    }
    Stopwatch ours = Stopwatch.of(backend, c.setup().apply(backend));
    ours.warmUp(WARM_UP_SECONDS, TURN_SECONDS);
    Bound bound = roofs.bound(c.work().apply(backend));
    double[] mine = new double[rounds];
    double[] other = new double[rounds];
    double[] roof = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      for (int side = 0; side < 2; side++) {
        if ((round + side) % 2 == 0) {
          Thread.sleep(REST_MILLIS);
          mine[round] = ours.turn();
          Thread.sleep(REST_MILLIS);
          roof[round] = bound.seconds();
        } else if (both) {
          Thread.sleep(REST_MILLIS);
          other[round] = theirs.turn();
        }
      }
    }
    Rounds measured = new Rounds(mine, both ? other : null, roof);
    return new Comparison(
        c.bench(), c.name(), c.unit(), c.amount(), bound.name(), List.of(measured));
  }
}
