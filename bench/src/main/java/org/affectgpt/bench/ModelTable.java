package org.affectgpt.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tools.measure.Stopwatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * One clip answered by {@code infer} with models that people might hold: what they take of disk,
 * time and memory. Every answer is a process of its own; a model's files are read first, so that
 * they lie in the system's cache, and {@code infer} itself measures between its tokens how fast
 * memory can be read.
 */
@Command(name = "ModelTable", mixinStandardHelpOptions = true)
public final class ModelTable implements Callable<Integer> {
  private static final String MODE = "multiframe_audio_frame_text";

  private static final MarkedPlace PLACE =
      new MarkedPlace("<!-- models: written by ModelTable -->", "<!-- end of models -->");

  @Parameters(
      paramLabel = "LABEL=FOLDER",
      arity = "1..*",
      description = "Models as infer --model takes them.")
  private Map<String, Path> models;

  @Option(names = "--video", required = true, description = "The clip.")
  private Path video;

  @Option(names = "--subtitle", defaultValue = "Well, I never.", description = "What is said.")
  private String subtitle;

  @Option(names = "--tokens", defaultValue = "96", description = "Of an answer (default 96).")
  private int tokens;

  @Option(names = "--rounds", defaultValue = "3", description = "Answers a model (default 3).")
  private int rounds;

  @Option(
      names = "--command",
      defaultValue = "affectgpt/run",
      description = "The command line (default ${DEFAULT-VALUE}).")
  private String command;

  @Option(
      names = "--page",
      description = "A page whose table is written anew, as bench/RESULTS.md.")
  private @Nullable Path page;

  private final ObjectMapper json = new ObjectMapper();

  private ModelTable() {}

  public static void main(String[] args) {
    System.exit(Tool.run(new ModelTable(), args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (page != null) {
      PLACE.check(page);
    }
    for (Path folder : models.values()) {
      if (!Files.isDirectory(folder)) {
        throw new InputException(
            folder + ": is no folder; give one that convert or rehearse wrote");
      }
    }
    StringBuilder rows = new StringBuilder();
    for (Map.Entry<String, Path> model : models.entrySet()) {
      long disk = readOnce(model.getValue());
      List<JsonNode> answers = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        answers.add(answer(model.getValue()));
      }
      String row = row(model.getKey(), disk, answers);
      System.out.println(row);
      rows.append(row).append('\n');
    }
    if (page != null) {
      PLACE.write(page, heading() + rows);
    }
    return 0;
  }

  private String heading() {
    return String.format(
        Locale.ROOT,
        "%s, %s, `ModelTable`, medians of %d answers of %d tokens each.%n%n"
            + "| decoder | disk | load | peak resident | first token | tokens/s | GB a token |"
            + " reading | share of it |\n|---|---|---|---|---|---|---|---|---|\n",
        Processor.description(),
        LocalDate.now(ZoneId.systemDefault()),
        rounds,
        tokens);
  }

  private static String row(String label, long disk, List<JsonNode> answers) {
    double[] shares =
        answers.stream()
            .mapToDouble(a -> get(a, "tokens_per_s") * get(a, "token_gb") / get(a, "read_gbps"))
            .sorted()
            .toArray();
    return String.format(
        Locale.ROOT,
        "| %s | %.1f GB | %.1f s | %.1f GB | %.1f s | %.2f | %.2f | %.1f GB/s | %.2f (%.2f to %.2f) |",
        label,
        disk / 1e9,
        median(answers, a -> get(a, "load_seconds")),
        median(answers, a -> get(a, "peak_rss")) / 1e9,
        median(answers, a -> get(a, "first_token_seconds")),
        median(answers, a -> get(a, "tokens_per_s")),
        median(answers, a -> get(a, "token_gb")),
        median(answers, a -> get(a, "read_gbps")),
        Stopwatch.median(shares),
        shares[0],
        shares[shares.length - 1]);
  }

  private static double median(List<JsonNode> answers, ToDoubleFunction<JsonNode> value) {
    return Stopwatch.median(answers.stream().mapToDouble(value).toArray());
  }

  private static double get(JsonNode answer, String name) {
    JsonNode value = answer.get(name);
    if (value == null) {
      throw new InputException("infer --stats gave no " + name + ": " + answer);
    }
    return value.asDouble();
  }

  private JsonNode answer(Path model) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                command,
                "infer",
                "--video",
                video.toString(),
                "--subtitle",
                subtitle,
                "--model",
                model.toString(),
                "--mode",
                MODE,
                "--greedy",
                "--max-tokens",
                Integer.toString(tokens),
                "--stats",
                "--json")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    JsonNode answer;
    try (InputStream out = process.getInputStream()) {
      answer = json.readTree(out);
    }
    if (process.waitFor() != 0) {
      throw new InputException(model + ": infer failed");
    }
    return answer;
  }

  /** Reads all files of a folder, which leaves them in the system's cache; their bytes. */
  private static long readOnce(Path folder) throws IOException {
    byte[] buffer = new byte[1 << 20];
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(f -> length(f, buffer)).sum();
    }
  }

  private static long length(Path file, byte[] buffer) {
    long bytes = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes += n;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes;
  }
}
