package org.affectgpt.cli;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tools.inspect.NameFilter;
import org.affectgpt.tools.inspect.Section;
import org.affectgpt.tools.inspect.WeightSections;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inspect}: what weight files hold. */
@Command(
    name = "inspect",
    description = {
      "Lists the tensors of weight files: names, number formats, shapes, bytes, metadata, totals.",
      "Takes .safetensors, .bin/.pt/.pth, .gguf, .npz and .onnx files, Hugging Face folders (single"
          + " or sharded), adapter folders of PEFT, and AffectGPT model folders."
    },
    footer = {
      "",
      "JSON, one object a line:",
      "  a tensor   {\"file\",\"name\",\"dtype\",\"shape\",\"parameters\",\"bytes\"}",
      "  last line  {\"summary\":true,\"tensors\",\"parameters\",\"bytes\",",
      "             \"dtypes\":{DTYPE:{\"tensors\",\"parameters\",\"bytes\"}},",
      "             \"files\":[{\"file\",\"format\",\"metadata\":{KEY:TEXT}}],\"errors\":[LINE]}",
      "A file that cannot be read gives one line and the exit code 2; the others are listed."
    },
    mixinStandardHelpOptions = true)
public final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Weight files or folders.")
  private List<Path> files;

  /** The two halves of the output, one of which may be asked for alone. */
  private static final class Part {
    @Option(names = "--tensors", description = "The tensors only, no metadata and no totals.")
    private boolean tensors;

    @Option(names = "--summary", description = "Metadata and totals only.")
    private boolean summary;
  }

  @ArgGroup private @Nullable Part part;

  @Option(
      names = "--filter",
      paramLabel = "GLOB",
      description =
          "Only tensors whose whole name matches, also in the totals; * is any run of characters"
              + " and ? one: '*.layers.0.*'.")
  private @Nullable String glob;

  @Option(names = "--json", description = "JSON instead of text; see below.")
  private boolean json;

  @Override
  public Integer call() {
    boolean tensors = part == null || part.tensors;
    boolean summary = part == null || part.summary;
    NameFilter filter = new NameFilter(glob);
    InspectPrinter printer =
        json
            ? new InspectJson(spec.commandLine().getOut(), tensors, summary)
            : new InspectText(spec.commandLine().getOut(), tensors, summary);
    List<String> errors = new ArrayList<>();
    int code = 0;
    for (Path file : files) {
      try (Arena arena = Arena.ofShared()) {
        for (Section s : WeightSections.open(file, arena)) {
          printer.section(new Section(s.path(), s.format(), s.metadata(), filter.of(s.tensors())));
        }
      } catch (InputException e) {
        errors.add(e.getMessage());
        code = Failures.of(e, spec.commandLine());
      }
    }
    printer.end(errors);
    spec.commandLine().getOut().flush();
    return code;
  }
}
