package org.affectgpt.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tools.measure.Benches;
import org.affectgpt.tools.measure.Case;
import org.affectgpt.tools.measure.Measurement;
import org.affectgpt.tools.measure.Meter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench}: how fast kernels and whole models run here. */
@Command(
    name = "bench",
    description = {
      "Measures kernels and whole models with random weights on this machine.",
      "Benches: gemm, gemv, attention, rows, conv, vit, hubert, decode, train-step."
          + " A single case is named bench/case, for example gemm/512x3584x3584 or decode/7b-q8_0."
    },
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "Benches or cases; all without.")
  private List<String> names = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "7",
      description = "Turns whose median counts (default 7).")
  private int rounds;

  @Mixin private BackendOption backend;

  @Option(names = "--json", description = "One JSON object a case.")
  private boolean json;

  @Override
  public Integer call() {
    if (rounds < 1) {
      throw new InputException("--rounds must be at least 1, not " + rounds);
    }
    List<Case> cases = Benches.select(names);
    PrintWriter out = spec.commandLine().getOut();
    try (Backend opened = backend.open()) {
      Meter meter = new Meter(opened, rounds);
      if (!json) {
        out.printf(
            Locale.ROOT,
            "%s, multiplies and adds at %.1f GFLOP/s, reads %.1f GB/s; medians of %d%n"
                + "share: of the roof that bounds a case, measured beside it;"
                + " above 1 where operands stay in a cache%n%n%-11s%-32s%12s%12s%n",
            opened.description(),
            meter.roofs().flopsPerSecond() / 1e9,
            meter.roofs().bytesPerSecond() / 1e9,
            rounds,
            "bench",
            "case",
            "median ms",
            "rate");
      }
      for (Case c : cases) {
        Measurement m = meter.measure(c);
        out.println(json ? line(m, opened.name()).toString() : row(m));
        out.flush();
      }
    }
    return 0;
  }

  private static ObjectNode line(Measurement m, String backend) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("bench", m.of().bench()).put("case", m.of().name()).put("backend", backend);
    node.put("median_ms", Rounded.figure(m.seconds() * 1e3))
        .put("best_ms", Rounded.figure(m.bestSeconds() * 1e3));
    node.put(m.of().unit().key(), Rounded.figure(m.rate()));
    node.put("bound", m.bound()).put("share", Rounded.figure(m.share()));
    return node;
  }

  private static String row(Measurement m) {
    return String.format(
        Locale.ROOT,
        "%-11s%-32s%12.3f%12.1f %-13s%5.2f of %s",
        m.of().bench(),
        m.of().name(),
        m.seconds() * 1e3,
        m.rate(),
        m.of().unit().key(),
        m.share(),
        m.bound());
  }
}
