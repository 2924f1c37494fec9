package org.affectgpt.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.affectgpt.io.Progress;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.model.checkpoint.ModelFolder;
import org.affectgpt.model.checkpoint.ModelSources;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tools.convert.AffectGptConversion;
import org.affectgpt.tools.convert.Conversion;
import org.affectgpt.tools.convert.ConversionReport;
import org.affectgpt.tools.convert.ConversionRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code convert}: a model in another format. */
@Command(
    name = "convert",
    description = {
      "Converts a model to a safetensors folder, quantises it, merges an adapter.",
      "Takes .safetensors, .bin/.pt/.pth and .gguf files and Hugging Face folders; configuration"
          + " and tokenizer are copied, for GGUF written from its metadata.",
      "Takes AffectGPT model folders and, with --affectgpt, checkpoints of the original; the format"
          + " is then that of the decoder, encoders follow unless it is Q8_0 or Q4_0, fusions and"
          + " adapters stay as they are."
    },
    footer = {
      "",
      "Q8_0 and Q4_0 are for the matrices of linear layers and the embedding table; norms,"
          + " biases, convolutions, position tables and small tensors keep their format. With Q4_0"
          + " the head (the embedding table where it is the head) is Q8_0, as llama.cpp keeps it"
          + " finer than the rest. Matrices whose rows are not a multiple of 32 stay BF16. BF16 and"
          + " F16 round to nearest even.",
      "",
      "JSON: {\"out\",\"tensors\":{DTYPE:COUNT},\"bytes_in\",\"bytes_out\",\"seconds\",",
      "       \"notes\":{TEXT:COUNT}}",
      "",
      "Examples:",
      "  affectgpt convert --in Qwen2.5-7B-Instruct --out qwen-q8 --dtype Q8_0",
      "  affectgpt convert --in qwen2.5-7b-q4_k_m.gguf --out qwen-bf16 --dtype BF16",
      "  affectgpt convert --in base --merge-lora adapter --out merged",
      "  affectgpt convert --affectgpt checkpoint_30.pth --llm Qwen2.5-7B-Instruct",
      "      --clip clip-vit-large-patch14 --hubert chinese-hubert-large",
      "      --out model --dtype Q8_0"
    },
    mixinStandardHelpOptions = true)
public final class ConvertCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--in",
      paramLabel = "PATH",
      description = "A weight file, or the folder of a model.")
  private @Nullable Path in;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "PATH",
      description = "The new folder; or a .safetensors file, for the weights alone.")
  private Path out;

  /** The formats that can be asked for. */
  enum Target {
    F32,
    BF16,
    F16,
    Q8_0,
    Q4_0
  }

  @Option(
      names = "--dtype",
      paramLabel = "T",
      description =
          "Number format: ${COMPLETION-CANDIDATES}. Without it every tensor keeps its own, block"
              + " formats other than Q8_0 and Q4_0 becoming BF16.")
  private @Nullable Target type;

  @Option(
      names = "--merge-lora",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "DIR",
      description =
          "Adds the adapter of a PEFT folder: W + scaling · B A, computed in F32. Without DIR the"
              + " adapters of an AffectGPT model.")
  private @Nullable String adapter;

  @Option(
      names = "--affectgpt",
      paramLabel = "F",
      description =
          "Instead of --in: a checkpoint of AffectGPT (.pth), with --llm, --clip and --hubert; may"
              + " be given several times, later ones win name by name.")
  private List<Path> checkpoints = new ArrayList<>();

  @Mixin private BaseFolders base;

  @Option(
      names = "--shard-bytes",
      paramLabel = "N",
      converter = ByteCount.class,
      description = "Most bytes of one file, for example 5GB; one file without it.")
  private long shardBytes = Long.MAX_VALUE;

  @Option(
      names = {"--overwrite", "--force"},
      description = "Replace what an earlier conversion made at --out; other files stay.")
  private boolean overwrite;

  @Option(names = "--json", description = "One JSON object instead of text; see below.")
  private boolean json;

  @Override
  public Integer call() {
    long start = System.nanoTime();
    ConversionReport report;
    try (ConsoleProgress progress = new ConsoleProgress()) {
      report = convert(progress.task("convert (MB)"));
    }
    print(report, (System.nanoTime() - start) / 1e9);
    return 0;
  }

  private ConversionReport convert(Progress progress) {
    StoredType target = type == null ? null : StoredType.valueOf(type.name());
    Path folder = adapter == null || adapter.isEmpty() ? null : Path.of(adapter);
    Path from = in == null ? out : in;
    ConversionRequest request =
        new ConversionRequest(from, out, target, folder, shardBytes, overwrite);
    ModelSources parts = parts();
    if (parts == null) {
      if (adapter != null && folder == null) {
        throw new InputException("--merge-lora needs the adapter's folder");
      }
      return new Conversion(request, progress).run();
    }
    if (folder != null) {
      throw new InputException(
          "--merge-lora without a folder merges AffectGPT's own adapters; another one can be merged"
              + " into the decoder's folder before");
    }
    return new AffectGptConversion(request, adapter != null, progress).run(parts);
  }

  /** The parts of an AffectGPT model, or null if another is converted. */
  private @Nullable ModelSources parts() {
    if (in != null) {
      if (!base.absent() || !checkpoints.isEmpty()) {
        throw new InputException("give either --in, or --affectgpt with its parts");
      }
      return Files.isRegularFile(in.resolve(ModelFolder.CONFIG))
          ? new ModelFolder(in).parts()
          : null;
    }
    if (checkpoints.isEmpty()) {
      throw new InputException("--in is missing: give a weight file or a model folder");
    }
    return base.under(checkpoints, "--affectgpt", null);
  }

  private void print(ConversionReport report, double seconds) {
    PrintWriter to = spec.commandLine().getOut();
    if (json) {
      ObjectNode node = new ObjectMapper().createObjectNode().put("out", out.toString());
      ObjectNode tensors = node.putObject("tensors");
      report.tensors().forEach((t, n) -> tensors.put(t.name(), n));
      node.put("bytes_in", report.bytesIn()).put("bytes_out", report.bytesOut());
      node.put("seconds", Rounded.seconds(seconds));
      ObjectNode notes = node.putObject("notes");
      report.notes().forEach(notes::put);
      to.println(node);
    } else {
      to.printf(
          Locale.ROOT,
          "%s: %s from %s in %.1f s, %s/s%n",
          TerminalText.escape(out.toString()),
          TerminalText.bytes(report.bytesOut()),
          TerminalText.bytes(report.bytesIn()),
          seconds,
          TerminalText.bytes((long) (report.bytesIn() / Math.max(seconds, 1e-9))));
      to.println(
          "  tensors: "
              + report.tensors().entrySet().stream()
                  .map(e -> e.getValue() + " " + e.getKey())
                  .collect(Collectors.joining(", ")));
      report.notes().forEach((text, n) -> to.println("  " + TerminalText.escape(text) + times(n)));
    }
    to.flush();
  }

  private static String times(int n) {
    return n == 1 ? "" : " (" + n + " tensors)";
  }
}
