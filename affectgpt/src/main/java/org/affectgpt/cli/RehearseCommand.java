package org.affectgpt.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.affectgpt.io.StagedFolder;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.model.checkpoint.ModelFolder;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tools.rehearse.Rehearsal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rehearse}: a model of true size with random weights. */
@Command(
    name = "rehearse",
    description =
        "Writes folders shaped like CLIP ViT-L/14, chinese-hubert-large and Qwen2.5, with a matching"
            + " AffectGPT checkpoint, all with random weights: to try loading, memory and speed"
            + " without a download.",
    mixinStandardHelpOptions = true)
public final class RehearseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write.")
  private Path out;

  @Option(
      names = "--llm",
      paramLabel = "SIZE",
      defaultValue = "0.5b",
      description = "0.5b (3 GB with the encoders), 7b (17 GB) or tiny (default 0.5b).")
  private String llm;

  @Option(
      names = "--dtype",
      paramLabel = "T",
      defaultValue = "bf16",
      description = "bf16 or f32 (default bf16); the checkpoint is f32 as the original's.")
  private String dtype;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Default 42.")
  private long seed;

  @Option(
      names = "--tokenizer",
      paramLabel = "F",
      description = "A tokenizer.json to copy; one of the same size is made without it.")
  private @Nullable Path tokenizer;

  @Option(
      names = "--decisive",
      description =
          "Let the decoder choose its next token by more than rounding, as a trained one does: to"
              + " compare the ids that different number formats give. Its head is then its own.")
  private boolean decisive;

  @Option(
      names = "--overwrite",
      description = "Replace what an earlier rehearsal wrote at --out; other files stay.")
  private boolean overwrite;

  @Mixin private BackendOption backend;

  @Option(names = "--json", description = "One JSON object instead of text.")
  private boolean json;

  @Override
  public Integer call() {
    StoredType type = StoredType.of(dtype.toUpperCase(Locale.ROOT));
    if (type != StoredType.BF16 && type != StoredType.F32) {
      throw new InputException("--dtype " + dtype + ": known are bf16 and f32");
    }
    long start = System.nanoTime();
    long bytes;
    Rehearsal rehearsal = new Rehearsal(llm, type, seed, tokenizer, decisive);
    List<String> whole = List.of(ModelFolder.CONFIG, HuggingFaceFolder.CONFIG);
    try (Backend opened = backend.open();
        StagedFolder staged = new StagedFolder(out, "rehearse", whole, overwrite);
        ConsoleProgress progress = new ConsoleProgress()) {
      bytes =
          rehearsal.write(
              staged.path(), opened, backend.threads(), progress.task("writing " + out));
      staged.commit();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    PrintWriter print = spec.commandLine().getOut();
    if (json) {
      print.println(
          new ObjectMapper()
              .createObjectNode()
              .put("folder", out.toString())
              .put("bytes", bytes)
              .put("seconds", Rounded.seconds(seconds))
              .put("mb_per_s", Rounded.figure(bytes / 1e6 / seconds)));
    } else {
      print.printf(
          Locale.ROOT,
          "%s: %.2f GB in %.1f s (%.0f MB/s)%ntry: affectgpt infer --model %s --video CLIP%n",
          out,
          bytes / 1e9,
          seconds,
          bytes / 1e6 / seconds,
          out);
    }
    print.flush();
    return 0;
  }
}
