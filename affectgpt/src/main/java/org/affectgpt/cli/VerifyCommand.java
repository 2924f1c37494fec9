package org.affectgpt.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tools.verify.GoldenFolder;
import org.affectgpt.tools.verify.TensorError;
import org.affectgpt.tools.verify.Verdict;
import org.affectgpt.tools.verify.Verifier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: golden folders, and how far our results are from those of the references. */
@Command(
    name = "verify",
    description = {
      "Computes what reference implementations computed and reports the error of every tensor.",
      "The error is |ours - expected| / |expected| in the L2 norm; each folder states its bound."
          + " Ids and texts have to be equal. A gradient that is 0 in theory is rounding noise on"
          + " both sides and only has to be as small. Exit code 1 if any tensor is too far off."
    },
    mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
  /** How many failing tensors are listed without {@code --verbose}. */
  private static final int LISTED = 10;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR",
      description = "Golden folders, or folders of golden folders; plain files are passed over.")
  private List<Path> paths;

  @Mixin private BackendOption backend;

  @Option(
      names = "--wheels",
      paramLabel = "DIR",
      description =
          "Folder of MER-UniBench's tables, for folders of metrics and rewards that lie apart from"
              + " them.")
  private @Nullable Path wheels;

  @Option(names = "--json", description = "One JSON object a folder.")
  private boolean json;

  @Option(names = "--verbose", description = "List every tensor.")
  private boolean verbose;

  private int failed;
  private int skipped;
  private int checked;
  private int unusable;

  @Override
  public Integer call() {
    long start = System.nanoTime();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (paths.stream().allMatch(Files::isRegularFile)) {
      throw new InputException(
          paths.getFirst() + ": is a file, not a golden folder; name a folder");
    }
    try (Backend opened = backend.open()) {
      err.println(opened.description());
      err.flush();
      Verifier verifier = new Verifier(opened, wheels);
      for (Path path : paths) {
        if (Files.isRegularFile(path)) {
          err.println(path + ": not a folder, passed over");
        } else {
          folders(path).forEach(f -> verify(verifier, f, out));
        }
        err.flush();
      }
    }
    if (!json) {
      double seconds = (System.nanoTime() - start) / 1e9;
      out.printf(
          Locale.ROOT,
          "%d folders within their bounds, %d not, %d skipped, %d unusable; %.1f s%n",
          checked - failed,
          failed,
          skipped,
          unusable,
          seconds);
      out.flush();
    }
    return unusable > 0 ? ExitCode.USAGE : failed > 0 ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private List<Path> folders(Path path) {
    try {
      return GoldenFolder.find(path);
    } catch (InputException e) {
      unusable(path, e);
      return List.of();
    }
  }

  private void verify(Verifier verifier, Path folder, PrintWriter out) {
    Verdict verdict;
    try {
      verdict = verifier.verify(folder);
    } catch (InputException e) {
      unusable(folder, e);
      return;
    }
    if (verdict.skipped()) {
      skipped++;
    } else {
      checked++;
      failed += verdict.ok() ? 0 : 1;
    }
    if (json) {
      out.println(line(verdict));
    } else {
      print(verdict, out);
    }
    out.flush();
  }

  /** The other folders are still checked, so that one damaged folder does not hide the rest. */
  private void unusable(Path folder, InputException e) {
    unusable++;
    if (json) {
      ObjectNode node = new ObjectMapper().createObjectNode();
      node.put("folder", folder.toString()).putNull("kind").put("ok", false);
      node.putNull("worst_rel_l2").putNull("tensor").put("checked", 0);
      spec.commandLine().getOut().println(node.put("error", e.getMessage()));
    }
    Failures.of(e, spec.commandLine());
  }

  private static ObjectNode line(Verdict verdict) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("folder", verdict.folder().toString()).put("kind", verdict.kind());
    if (verdict.skipped()) {
      node.putNull("ok").putNull("worst_rel_l2").putNull("tensor").put("checked", 0);
      return node.put("note", "this version does not check the kind yet");
    }
    TensorError worst = verdict.worst().orElseThrow();
    node.put("ok", verdict.ok());
    if (Double.isFinite(worst.relL2())) {
      node.put("worst_rel_l2", worst.relL2());
    } else {
      node.putNull("worst_rel_l2");
    }
    node.put("tensor", worst.name()).put("checked", verdict.errors().size());
    return worst.ok() ? node : node.put("note", worst.rule());
  }

  private void print(Verdict v, PrintWriter out) {
    if (v.skipped()) {
      out.printf(
          "%-4s  %-15s  %s: not checked by this version yet%n", "skip", v.kind(), v.folder());
      return;
    }
    TensorError worst = v.worst().orElseThrow();
    out.printf(
        Locale.ROOT,
        "%-4s  %-15s  %s: %d checked, worst %.2g (%s), bound %.2g%n",
        v.ok() ? "ok" : "FAIL",
        v.kind(),
        v.folder(),
        v.errors().size(),
        worst.relL2(),
        worst.name(),
        v.bound());
    List<TensorError> listed =
        verbose ? v.errors() : v.errors().stream().filter(e -> !e.ok()).toList();
    listed.stream()
        .limit(verbose ? Long.MAX_VALUE : LISTED)
        .forEach(
            e ->
                out.printf(
                    Locale.ROOT,
                    "  %s %-9.2g %s%s%n",
                    e.ok() ? "    " : "FAIL",
                    e.relL2(),
                    e.name(),
                    e.rule().isEmpty() ? "" : ": " + e.rule()));
    if (!verbose && listed.size() > LISTED) {
      out.printf("  and %d more; --verbose lists all%n", listed.size() - LISTED);
    }
  }
}
