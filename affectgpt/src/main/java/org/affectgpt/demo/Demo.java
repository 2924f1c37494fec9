package org.affectgpt.demo;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.affectgpt.corpus.Clip;
import org.affectgpt.corpus.CorpusWriter;
import org.affectgpt.corpus.SyntheticCorpus;
import org.affectgpt.corpus.plan.CorpusConfig;
import org.affectgpt.corpus.plan.Split;
import org.affectgpt.data.ClipFile;
import org.affectgpt.data.CorpusClips;
import org.affectgpt.data.FeatureExtractor;
import org.affectgpt.data.LabelledClip;
import org.affectgpt.emotion.reward.WheelRewardOptions;
import org.affectgpt.emotion.wheel.PublishedWheels;
import org.affectgpt.eval.BestConstant;
import org.affectgpt.eval.Evaluation;
import org.affectgpt.infer.Answerer;
import org.affectgpt.io.Progress;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.model.checkpoint.LoadedModel;
import org.affectgpt.model.checkpoint.ModelFolder;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.train.EncoderWarmup;
import org.affectgpt.train.GrpoRun;
import org.affectgpt.train.RunFolder;
import org.affectgpt.train.SftTrainer;

/**
 * The whole story: render a corpus, teach the encoders its factors (or take those of the shipped
 * model, which are taught already), fine-tune a decoder on the split that a machine labelled,
 * improve with GRPO on the small split that people labelled, and measure every stage on clips with
 * new faces, voices and sentences.
 */
public final class Demo {
  /** Share of the warm-up clips that are only measured on: one in eight. */
  private static final int HELD_OUT = 8;

  private final DemoPlan plan;
  private final DemoRequest request;
  private final Backend backend;
  private final int threads;
  private final Function<String, Progress> progress;
  private final PrintWriter print;
  private final CounterRng rng;
  private final WheelRewardOptions wheels = WheelRewardOptions.of(PublishedWheels.load());
  private final long start = System.nanoTime();

  /**
   * @param progress begins a named piece of work
   * @param print where figures go
   */
  public Demo(
      DemoPlan plan,
      DemoRequest request,
      Backend backend,
      int threads,
      Function<String, Progress> progress,
      PrintWriter print) {
    this.plan = plan;
    this.request = request;
    this.backend = backend;
    this.threads = threads;
    this.progress = progress;
    this.print = print;
    this.rng = new CounterRng(plan.seed()).split("demo");
  }

  /** Runs everything and writes the report. */
  public DemoScores run() {
    SyntheticCorpus corpus = corpus();
    Tokenizer tokenizer = TinyModel.tokenizer(CorpusTexts.of(corpus));
    LoadedModel model = ready(fresh(tokenizer), corpus);
    Map<String, ClipFeatures> features = features(model, corpus);
    List<LabelledClip> machine = CorpusClips.labelled(corpus.of(Split.TRAIN_MACHINE), features);
    List<LabelledClip> human = CorpusClips.labelled(corpus.of(Split.TRAIN_HUMAN), features);
    List<LabelledClip> test = CorpusClips.labelled(corpus.of(Split.TEST), features);
    Stages stages = new Stages(model, test);
    BestConstant constant =
        BestConstant.of(wheels.wheels(), test.stream().map(LabelledClip::labels).toList());
    say("best constant answer", constant.score().points(), constant.words().size());

    RunFolder sft = new RunFolder(request.out().resolve("sft"), "sft " + plan.sft());
    new SftTrainer(model.model(), machine, plan.sft())
        .run(sft, false, progress.apply("supervised training"));
    Snapshot cold = Snapshot.of(model.model());
    stages.sampled("text", PromptMode.TEXTONLY);
    stages.sampled("audio", PromptMode.AUDIOONLY);
    stages.sampled("video", PromptMode.FRAMEONLY);
    stages.both("sft");

    RunFolder continued =
        new RunFolder(request.out().resolve("continued"), "sft " + plan.continued());
    new SftTrainer(model.model(), human, plan.continued())
        .run(continued, false, progress.apply("continued on the small split"));
    stages.both("continued");

    cold.restore(model.model());
    AffectGptModel reference = fresh(tokenizer).model();
    cold.restore(reference);
    RunFolder grpo = new RunFolder(request.out().resolve("grpo"), "grpo " + plan.grpo());
    new GrpoRun(model.model(), reference, human, plan.grpo(), wheels)
        .run(grpo, false, progress.apply("GRPO on the small split"));
    stages.both("grpo");

    new ModelFolder(request.out().resolve("model")).save(model, StoredType.BF16);
    DemoScores scores =
        new DemoScores(constant, stages.sampled, stages.greedy, (System.nanoTime() - start) / 1e9);
    new DemoReport(plan, request.command(), backend.description(), corpus, wheels)
        .write(scores, model, sft, grpo, request.out().resolve("report.html"));
    return scores;
  }

  private LoadedModel fresh(Tokenizer tokenizer) {
    return TinyModel.create(backend, tokenizer, request.out().resolve("model"), rng.split("model"));
  }

  private SyntheticCorpus corpus() {
    CorpusConfig config = CorpusConfig.defaults().withSeed(plan.seed()).withSizes(plan.corpus());
    Path folder = request.out().resolve("corpus");
    if (!SyntheticCorpus.matches(folder, config)) {
      Progress p = progress.apply("rendering the corpus");
      // the folder above is a demo's: a corpus of another plan there may go
      new CorpusWriter(config).write(folder, threads, true, (done, total) -> p.at(done, total, ""));
    }
    return SyntheticCorpus.read(folder);
  }

  /** The model with encoders that read faces and voices. */
  private LoadedModel ready(LoadedModel fresh, SyntheticCorpus corpus) {
    return switch (plan.encoders()) {
      case FRESH -> {
        warmUp(fresh, corpus);
        yield fresh;
      }
      case SHIPPED -> {
        LoadedModel shipped = new ModelFolder(request.shipped()).load(backend, true);
        print.printf(Locale.ROOT, "%-30s the shipped model's, warmed up before%n", "encoders");
        print.flush();
        yield new LoadedModel(
            fresh.parts(),
            fresh.model(),
            shipped.encoder(),
            shipped.images(),
            List.of(),
            List.of());
      }
    };
  }

  private void warmUp(LoadedModel model, SyntheticCorpus corpus) {
    List<Clip> all = corpus.of(Split.TRAIN_MACHINE);
    List<Clip> clips = all.subList(0, Math.min(all.size(), plan.warmup().clips()));
    WarmupClips known = new WarmupClips(model, corpus.layout(), clips);
    EncoderWarmup warmup = new EncoderWarmup(plan.warmup(), backend, rng.split("warmup"));
    int heldOut = clips.size() / HELD_OUT;
    double[] faces =
        warmup.run(
            model.encoder().vision(),
            known.vision(),
            plan.warmup().visionSteps(),
            heldOut,
            "vision",
            progress.apply("vision encoder reads faces"));
    double[] voices =
        warmup.run(
            model.encoder().acoustic(),
            known.acoustic(),
            plan.warmup().audioSteps(),
            heldOut,
            "audio",
            progress.apply("audio encoder hears voices"));
    print.printf(
        Locale.ROOT,
        "%-30s action units R² %s, prosody R² %s%n",
        "encoders on held-out clips",
        numbers(faces),
        numbers(voices));
    print.flush();
  }

  private static String numbers(double[] values) {
    StringBuilder s = new StringBuilder();
    for (double v : values) {
      s.append(s.isEmpty() ? "" : " ").append(String.format(Locale.ROOT, "%.2f", v));
    }
    return s.toString();
  }

  private Map<String, ClipFeatures> features(LoadedModel model, SyntheticCorpus corpus) {
    List<ClipFile> files = new ArrayList<>();
    corpus.clips().forEach(c -> files.add(CorpusClips.file(corpus.layout(), c)));
    return new FeatureExtractor(model)
        .extract(
            files,
            EnumSet.of(PatchToken.FRAME, PatchToken.AUDIO),
            progress.apply("encoding all clips"));
  }

  private void say(String name, double f1, double labels) {
    print.printf(Locale.ROOT, "%-30s F1 %5.1f, %.2f labels%n", name, f1, labels);
    print.flush();
  }

  /** The measurements of one model on the test clips. */
  private final class Stages {
    private final LoadedModel model;
    private final List<LabelledClip> test;
    private final Map<String, Evaluation> sampled = new LinkedHashMap<>();
    private final Map<String, Evaluation> greedy = new LinkedHashMap<>();

    Stages(LoadedModel model, List<LabelledClip> test) {
      this.model = model;
      this.test = test;
    }

    void both(String stage) {
      PromptMode mode = PromptMode.of(model.model().config().prompt().faceOrFrame());
      sampled(stage, mode);
      greedy.put(stage, evaluate(stage + ", greedy", mode, Sampling.best(), 1));
    }

    void sampled(String stage, PromptMode mode) {
      sampled.put(stage, evaluate(stage, mode, Answerer.original(), plan.draws()));
    }

    private Evaluation evaluate(String name, PromptMode mode, Sampling sampling, int draws) {
      Evaluation e =
          Evaluation.of(
              model.model(),
              test,
              mode,
              sampling,
              draws,
              wheels,
              rng.split("evaluate").split(name),
              progress.apply("measuring " + name));
      say(name, e.score().points(), e.labelCount());
      return e;
    }
  }
}
