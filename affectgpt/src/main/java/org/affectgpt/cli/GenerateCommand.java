package org.affectgpt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.affectgpt.infer.text.GeneratedText;
import org.affectgpt.infer.text.TextGenerator;
import org.affectgpt.infer.text.TextModelFiles;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tools.memory.DecoderMemory;
import org.affectgpt.tools.memory.MachineMemory;
import org.affectgpt.tools.memory.MemoryEstimate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code generate}: continues plain text. */
@Command(
    name = "generate",
    description = "Continues texts with a Qwen- or Llama-style model.",
    mixinStandardHelpOptions = true)
public final class GenerateCommand implements Callable<Integer> {
  private static final int USUAL_TOKENS = 256;

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "A Hugging Face folder, a PEFT adapter folder, or a .gguf file.")
  private Path model;

  @Option(
      names = "--base",
      paramLabel = "DIR",
      description = "The model that an adapter belongs to, if its own file names none.")
  private @Nullable Path base;

  @Option(
      names = "--prompt",
      required = true,
      paramLabel = "S",
      description = "The beginning; several are continued together.")
  private List<String> prompts;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "New tokens at most (default: what the model's own files say, else 256).")
  private @Nullable Integer maxTokens;

  @Mixin private SamplingOptions sampling;

  @Option(
      names = "--stop",
      paramLabel = "S",
      description = "A string that ends the text, which does not contain it; may be repeated.")
  private List<String> stops = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of the sampling (default 42): same seed, same text.")
  private long seed;

  @Option(names = "--chat", description = "Ask in the model's chat template.")
  private boolean chat;

  @Option(
      names = "--system",
      paramLabel = "S",
      description = "What the system says, with --chat; the template's own words without it.")
  private @Nullable String system;

  @Option(names = "--force", description = "Run even if memory may not suffice.")
  private boolean force;

  @Mixin private BackendOption backend;

  @Option(names = "--json", description = "One JSON object a prompt instead of text.")
  private boolean json;

  @Override
  public Integer call() {
    check();
    PrintWriter err = spec.commandLine().getErr();
    TextModelFiles files = TextModelFiles.open(model, base);
    Sampling choice = sampling.sampling(files.defaults().sampling());
    files.notes().forEach(err::println);
    List<int[]> ids = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      ids.add(encode(files, i));
    }
    int longest = ids.stream().mapToInt(p -> p.length).max().orElse(0);
    int most =
        maxTokens != null ? maxTokens : files.defaults().length().after(longest, USUAL_TOKENS);
    admit(files, ids, most, err);
    boolean terminal = System.console() != null && System.console().isTerminal();
    TextOutput output =
        new TextOutput(
            spec.commandLine().getOut(), terminal, terminal && !json && prompts.size() == 1);
    List<GeneratedText> texts;
    try (Backend opened = backend.open()) {
      err.println(opened.description());
      err.flush();
      TextGenerator generator =
          new TextGenerator(files.load(opened), choice, ends(files), stops(files), most);
      texts = generator.generate(ids, new CounterRng(seed).split("generate"), output);
    }
    if (json) {
      output.json(texts);
    } else {
      output.finish(prompts, texts);
    }
    err.println(TextOutput.speed(texts));
    err.flush();
    return 0;
  }

  private void check() {
    if (maxTokens != null && maxTokens < 1) {
      throw new InputException("--max-tokens must be at least 1, not " + maxTokens);
    }
    if (system != null && !chat) {
      throw new InputException("--system needs --chat");
    }
    if (stops.contains("")) {
      throw new InputException("--stop must not be empty");
    }
  }

  private int[] encode(TextModelFiles files, int i) {
    String prompt = prompts.get(i);
    String name = prompts.size() == 1 ? "--prompt" : "--prompt number " + (i + 1);
    if (prompt.isEmpty()) {
      throw new InputException(name + " is empty; give the text to continue");
    }
    int[] ids = chat ? files.encodeChat(system, prompt) : files.encode(prompt);
    int limit = files.config().maxPositions();
    if (ids.length >= limit) {
      throw new InputException(
          name
              + " has "
              + ids.length
              + " tokens, but the model's context is "
              + limit
              + " with the answer; shorten it");
    }
    for (int id : ids) {
      if (id >= files.config().vocabSize()) {
        throw new InputException(
            files.path()
                + ": the tokenizer gives id "
                + id
                + ", but the model knows "
                + files.config().vocabSize()
                + "; they do not belong together");
      }
    }
    return ids;
  }

  private void admit(TextModelFiles files, List<int[]> ids, int most, PrintWriter err) {
    int longest = ids.stream().mapToInt(p -> p.length).max().orElse(0);
    int room = Math.min(most, files.config().maxPositions() - longest);
    MemoryEstimate estimate =
        MemoryEstimate.of(
            files.memory(), DecoderMemory.of(files.config(), ids.size(), longest, room), List.of());
    MachineMemory machine = MachineMemory.now();
    err.println(estimate.line(machine));
    if (!force) {
      estimate.require(machine);
    }
  }

  private List<String> stops(TextModelFiles files) {
    List<String> all = new ArrayList<>(files.defaults().stops());
    all.addAll(stops);
    return all;
  }

  private Set<Integer> ends(TextModelFiles files) {
    Set<Integer> ends = new TreeSet<>(files.defaults().eosIds());
    if (chat) {
      files.turnEnd().ifPresent(ends::add);
    }
    return ends;
  }
}
