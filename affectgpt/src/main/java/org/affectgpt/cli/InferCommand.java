package org.affectgpt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.affectgpt.infer.AffectGpt;
import org.affectgpt.infer.AnswerTiming;
import org.affectgpt.infer.Answerer;
import org.affectgpt.infer.ClipAnswer;
import org.affectgpt.infer.ClipQuery;
import org.affectgpt.infer.DecoderBytes;
import org.affectgpt.io.InputFile;
import org.affectgpt.model.PromptIds;
import org.affectgpt.model.checkpoint.LoadedModel;
import org.affectgpt.model.checkpoint.ModelLoader;
import org.affectgpt.model.checkpoint.ModelSources;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code infer}: a clip, its sound and its subtitle to the emotions shown. */
@Command(
    name = "infer",
    description = "Names the emotions of the person in a clip, or describes them.",
    footer = {
      "",
      "JSON: {\"labels\",\"answer\",\"seconds\",\"load_seconds\",\"ready_seconds\",",
      "       \"first_token_seconds\",\"tokens\",\"tokens_per_s\",\"peak_rss\",...,",
      "       \"subtitle_tokens_cut\"}: how many tokens of the subtitle did not fit in max_length",
      "with --stats and weights of hundreds of megabytes also \"token_gb\", what a token reads of",
      "them, and \"read_gbps\", how fast this machine reads them, measured between the tokens;",
      "seconds, ready_seconds (the model is loaded) and first_token_seconds count from the start of"
          + " the process; load_seconds is what loading alone took."
    },
    mixinStandardHelpOptions = true)
public final class InferCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--video", paramLabel = "F", description = "The clip.")
  private @Nullable Path video;

  @Option(
      names = "--audio",
      paramLabel = "F",
      description = "Its sound; the clip's own sound track without it.")
  private @Nullable Path audio;

  @Option(
      names = "--face",
      paramLabel = "F.npy",
      description = "Face crops, uint8 [frames, height, width, 3] in BGR, for modes with faces.")
  private @Nullable Path face;

  @Option(
      names = "--image",
      paramLabel = "F.png",
      description = "An image instead of a clip; the mode is image unless told.")
  private @Nullable Path image;

  @Option(names = "--subtitle", paramLabel = "S", description = "What the person says.")
  private @Nullable String subtitle;

  @Mixin private ModelOption model;

  @Option(names = "--describe", description = "Ask for a description with its reasons.")
  private boolean describe;

  @Option(
      names = "--mode",
      paramLabel = "M",
      description =
          "What the prompt shows, for example frame_text; the model's own mode without it.")
  private @Nullable String mode;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of the sampling (default 42): same seed, same answer.")
  private long seed;

  @Option(names = "--greedy", description = "Take the likeliest token instead of sampling.")
  private boolean greedy;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "Longest answer in tokens; the model's own limit without it.")
  private @Nullable Integer maxTokens;

  @Option(names = "--stats", description = "Also say how long what took, and the memory.")
  private boolean stats;

  @Mixin private MemoryOption memory;

  @Mixin private BackendOption backend;

  @Option(names = "--json", description = "One JSON object instead of text.")
  private boolean json;

  @Override
  public Integer call() {
    if (video == null && audio == null && face == null && image == null) {
      throw new ParameterException(
          spec.commandLine(),
          "Missing option: name a clip with --video=F, or an image with --image=F");
    }
    requireFiles(video, audio, face, image);
    PrintWriter err = spec.commandLine().getErr();
    if (maxTokens != null && maxTokens < 1) {
      throw new InputException("--max-tokens must be at least 1, not " + maxTokens);
    }
    ClipAnswer answer;
    AnswerTiming timing = new AnswerTiming();
    try (Backend opened = backend.open()) {
      err.println(opened.description());
      timing.loading();
      String asked = mode();
      ModelSources parts = model.parts(asked);
      PromptMode shown =
          PromptMode.of(asked == null ? parts.config().prompt().faceOrFrame() : asked);
      ClipQuery query = query(shown);
      query.require(shown);
      int limit = maxTokens == null ? parts.config().prompt().maxNewTokens() : maxTokens;
      ModelLoader loader = ModelLoader.open(parts);
      memory.check(loader.estimate(promptTokens(parts), limit), err);
      LoadedModel loaded = loader.load(opened, false);
      loaded.notes().forEach(err::println);
      timing.loaded();
      if (stats) {
        DecoderBytes weights = new DecoderBytes(loaded.model().decoder());
        weights
            .largest()
            .ifPresent(w -> timing.readBetween(opened.roofs().reading(w), weights.perToken()));
      }
      if (shown.usesSubtitle() && (subtitle == null || subtitle.isBlank())) {
        err.println("no subtitle given: running without one (--subtitle S adds it)");
      }
      err.flush();
      answer =
          new AffectGpt(loaded)
              .answer(
                  query,
                  Answerer.of(loaded.model(), greedy ? Sampling.best() : Answerer.original())
                      .with(limit, timing),
                  new CounterRng(seed).split("infer"));
    }
    sayCut(answer.prompt(), err);
    InferOutput output = new InferOutput(answer, timing, describe);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(output.json());
    } else {
      output.print(out, stats);
    }
    out.flush();
    return 0;
  }

  private void sayCut(PromptIds prompt, PrintWriter err) {
    if (prompt.cut() > 0) {
      err.println(
          "the subtitle of "
              + (video == null ? face == null ? audio : face : video)
              + " is cut: of its "
              + prompt.subtitle()
              + " tokens the last "
              + prompt.cut()
              + " do not fit in the model's max_length beside the question");
    }
  }

  private ClipQuery query(PromptMode shown) {
    return new ClipQuery(
        video,
        audio,
        face,
        image,
        subtitle == null ? "" : subtitle,
        shown,
        describe ? Question.DESCRIPTION : Question.OV_LABEL);
  }

  /** A bound: the prompt's own words are fewer than 256 tokens, and no character makes three. */
  private int promptTokens(ModelSources parts) {
    int words = 256 + 3 * (subtitle == null ? 0 : subtitle.length());
    return Math.min(parts.config().prompt().maxLength(), words);
  }

  /** The mode that is asked for, or that of a lone image; null for the model's own. */
  private @Nullable String mode() {
    boolean imageOnly = image != null && video == null && audio == null && face == null;
    return mode == null && imageOnly ? PromptMode.IMAGE.key() : mode;
  }

  private static void requireFiles(@Nullable Path... files) {
    for (Path file : files) {
      if (file != null) {
        InputFile.require(file, "no such file; check the path");
      }
    }
  }
}
