package org.affectgpt.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.affectgpt.app.convert.Conversion;
import org.affectgpt.app.convert.ConversionReport;
import org.affectgpt.app.convert.ConversionRequest;
import org.affectgpt.io.stored.StoredType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code convert}: a model in another format. */
@Command(
    name = "convert",
    description = {
      "Converts a model to a safetensors folder, quantises it, merges an adapter.",
      "Takes .safetensors, .bin/.pt/.pth and .gguf files and Hugging Face folders. Configuration"
          + " and tokenizer are copied, for GGUF written from its metadata."
    },
    footer = {
      "",
      "Q8_0 and Q4_0 are for the matrices of linear layers and the embedding table; norms, biases,",
      "convolutions, position tables and small tensors keep their format. With Q4_0 the head (the",
      "embedding table where it is the head) is Q8_0, as llama.cpp keeps it finer than the rest.",
      "Matrices whose rows are not a multiple of 32 stay BF16. BF16 and F16 round to nearest even.",
      "",
      "JSON: {\"out\",\"tensors\":{DTYPE:COUNT},\"bytes_in\",\"bytes_out\",\"seconds\",",
      "       \"notes\":{TEXT:COUNT}}",
      "",
      "Example: affectgpt convert --in Qwen2.5-7B-Instruct --out qwen-q8 --dtype Q8_0"
    },
    mixinStandardHelpOptions = true)
public final class ConvertCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--in",
      required = true,
      paramLabel = "PATH",
      description = "A weight file, or the folder of a model.")
  private Path in;

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
      paramLabel = "DIR",
      description = "Adds the adapter of a PEFT folder: W + scaling · B A, computed in F32.")
  private @Nullable Path adapter;

  @Option(
      names = "--shard-bytes",
      paramLabel = "N",
      converter = ByteCount.class,
      description = "Most bytes of one file, for example 5GB; one file without it.")
  private long shardBytes = Long.MAX_VALUE;

  @Option(names = "--force", description = "Replace the model that is at --out.")
  private boolean force;

  @Option(names = "--json", description = "One JSON object instead of text; see below.")
  private boolean json;

  @Override
  public Integer call() {
    StoredType target = type == null ? null : StoredType.valueOf(type.name());
    ConversionRequest request = new ConversionRequest(in, out, target, adapter, shardBytes, force);
    long start = System.nanoTime();
    ConversionReport report;
    try (ConsoleProgress progress = new ConsoleProgress()) {
      report = new Conversion(request, progress.task("convert (MB)")).run();
    }
    print(report, (System.nanoTime() - start) / 1e9);
    return 0;
  }

  private void print(ConversionReport report, double seconds) {
    PrintWriter to = spec.commandLine().getOut();
    if (json) {
      ObjectNode node = new ObjectMapper().createObjectNode().put("out", out.toString());
      ObjectNode tensors = node.putObject("tensors");
      report.tensors().forEach((t, n) -> tensors.put(t.name(), n));
      node.put("bytes_in", report.bytesIn()).put("bytes_out", report.bytesOut());
      node.put("seconds", seconds);
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
