package org.affectgpt.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.affectgpt.corpus.Clip;
import org.affectgpt.corpus.SyntheticCorpus;
import org.affectgpt.corpus.plan.Split;
import org.affectgpt.emotion.label.AnswerLabels;
import org.affectgpt.emotion.reward.WheelRewardOptions;
import org.affectgpt.emotion.wheel.SampleScore;
import org.affectgpt.emotion.wheel.UnmappedGold;
import org.affectgpt.emotion.wheel.WheelLevel;
import org.affectgpt.eval.Evaluation;
import org.affectgpt.infer.Answer;
import org.affectgpt.io.media.Audio;
import org.affectgpt.io.media.AudioReader;
import org.affectgpt.io.media.Frames;
import org.affectgpt.io.media.VideoReader;
import org.affectgpt.model.checkpoint.LoadedModel;
import org.affectgpt.nn.Parameter;
import org.affectgpt.report.Chart;
import org.affectgpt.report.HtmlReport;
import org.affectgpt.report.ReportData;
import org.affectgpt.report.ResultRow;
import org.affectgpt.report.SampleClip;
import org.affectgpt.report.Series;
import org.affectgpt.report.StageAnswer;
import org.affectgpt.train.Curve;
import org.affectgpt.train.RunFolder;
import org.jspecify.annotations.Nullable;

/** Fills the report with what a demo measured. */
final class DemoReport {
  private static final int SAMPLES = 6;
  private static final int SAMPLE_FRAMES = 6;
  private static final int FRAME_SIZE = 96;
  private static final int SMOOTH = 15;
  private static final double PERCENT = 100;
  private static final Map<String, String> NAMES =
      Map.of(
          "text", "text only",
          "audio", "audio only",
          "video", "video only",
          "sft", "all three, after SFT",
          "continued", "after continued SFT",
          "grpo", "after GRPO");

  private final DemoPlan plan;
  private final String command;
  private final String device;
  private final SyntheticCorpus corpus;
  private final WheelRewardOptions wheels;

  DemoReport(
      DemoPlan plan,
      String command,
      String device,
      SyntheticCorpus corpus,
      WheelRewardOptions wheels) {
    this.plan = plan;
    this.command = command;
    this.device = device;
    this.corpus = corpus;
    this.wheels = wheels;
  }

  void write(DemoScores scores, LoadedModel model, RunFolder sft, RunFolder grpo, Path file) {
    HtmlReport.write(
        new ReportData(
            "AffectGPT in Java: the demo",
            summary(scores),
            command,
            facts(scores, model),
            rows(scores),
            charts(sft.read(), grpo.read()),
            samples(scores),
            List.of(
                "The best constant answer is fitted on the test labels themselves: "
                    + String.join(", ", scores.constant().words())
                    + ".",
                String.format(
                    Locale.ROOT,
                    "The rows for one modality are the SFT model asked with prompts that show"
                        + " nothing else; %.0f%% of the training batches that ask for labels were such prompts.",
                    PERCENT * plan.sft().mix().singleModalityShare()),
                "Every clip was answered " + plan.draws() + " times for the sampled figures.")),
        file);
  }

  private String summary(DemoScores s) {
    return String.format(
        Locale.ROOT,
        "On %d clips with faces, voices and sentences that training never saw, supervised training"
            + " reaches an emotion-wheel F1 of %.1f and GRPO %.1f, with %.2f and %.2f labels an"
            + " answer.",
        corpus.of(Split.TEST).size(),
        s.sampled().get("sft").score().points(),
        s.sampled().get("grpo").score().points(),
        s.sampled().get("sft").labelCount(),
        s.sampled().get("grpo").labelCount());
  }

  private Map<String, String> facts(DemoScores scores, LoadedModel model) {
    Map<String, String> facts = new LinkedHashMap<>();
    long weights =
        count(model.encoder().vision().parameters().values())
            + count(model.encoder().acoustic().parameters().values())
            + count(model.model().parameters().values());
    facts.put("seed", Long.toString(plan.seed()));
    facts.put("device", device);
    facts.put("time", String.format(Locale.ROOT, "%.0f s", scores.seconds()));
    facts.put(
        "clips",
        plan.corpus().trainMachine()
            + " machine-labelled, "
            + plan.corpus().trainHuman()
            + " human-grade, "
            + plan.corpus().test()
            + " test");
    facts.put("weights", String.format(Locale.ROOT, "%.2f million", weights / 1e6));
    facts.put("encoders", plan.encodersInWords());
    facts.put("decoder", "random weights before SFT");
    facts.put("SFT", plan.sft().run().steps() + " steps of " + plan.sft().batchSize() + " clips");
    facts.put(
        "GRPO",
        plan.grpo().run().steps()
            + " steps of "
            + plan.grpo().rollout().promptsPerStep()
            + " prompts with "
            + plan.grpo().rollout().groupSize()
            + " answers each");
    return facts;
  }

  private static long count(Iterable<Parameter> parameters) {
    long n = 0;
    for (Parameter p : parameters) {
      n += p.shape().size();
    }
    return n;
  }

  private static List<ResultRow> rows(DemoScores s) {
    List<ResultRow> rows = new ArrayList<>();
    rows.add(
        new ResultRow(
            "best constant answer",
            s.constant().score().points() / PERCENT,
            s.constant().score().precision(),
            s.constant().score().recall(),
            s.constant().words().size(),
            null,
            null,
            true));
    s.sampled()
        .forEach(
            (name, e) -> {
              @Nullable Evaluation g = s.greedy().get(name);
              rows.add(
                  new ResultRow(
                      NAMES.getOrDefault(name, name),
                      e.score().points() / PERCENT,
                      e.score().precision(),
                      e.score().recall(),
                      e.labelCount(),
                      g == null
                          ? null
                          : new ResultRow.Greedy(g.score().points() / PERCENT, g.labelCount()),
                      null,
                      name.equals("sft") || name.equals("grpo")));
            });
    return rows;
  }

  private static List<Chart> charts(List<JsonNode> sft, List<JsonNode> grpo) {
    List<Series> parts = new ArrayList<>();
    parts.add(series("reward", grpo, "reward"));
    parts.add(series("accuracy", grpo, "reward/accuracy"));
    parts.add(series("format", grpo, "reward/format"));
    return List.of(
        chart("Supervised loss", "cross-entropy", SMOOTH, series("loss", sft, "loss")),
        new Chart("GRPO reward and its parts", "step", "reward", parts, 5),
        chart("Labels an answer", "labels", 5, series("labels", grpo, "reward/labels")),
        chart("Length of an answer", "tokens", 5, series("tokens", grpo, "response_len")),
        chart("KL divergence from the SFT model", "per token", 1, series("KL", grpo, "kl")),
        chart("Gradient norm of GRPO", "norm", 5, series("norm", grpo, "grad_norm")));
  }

  private static Chart chart(String title, String y, int smoothing, Series series) {
    return new Chart(title, "step", y, List.of(series), smoothing);
  }

  private static Series series(String name, List<JsonNode> log, String key) {
    Curve c = Curve.of(log, key);
    return new Series(name, c.steps(), c.values());
  }

  private List<SampleClip> samples(DemoScores scores) {
    List<Clip> test = corpus.of(Split.TEST);
    List<SampleClip> samples = new ArrayList<>();
    int step = Math.max(1, test.size() / SAMPLES);
    for (int i = 0; i < test.size() && samples.size() < SAMPLES; i += step) {
      Clip clip = test.get(i);
      Frames frames =
          VideoReader.uniform(
              corpus.layout().video(clip.name()), SAMPLE_FRAMES, FRAME_SIZE, FRAME_SIZE);
      List<byte[]> rgb = new ArrayList<>();
      for (int f = 0; f < frames.count(); f++) {
        rgb.add(frames.frame(f));
      }
      Audio audio = AudioReader.read(corpus.layout().audio(clip.name())).mono();
      samples.add(
          new SampleClip(
              clip.name(),
              rgb,
              FRAME_SIZE,
              FRAME_SIZE,
              new SampleClip.Sound(audio.channels()[0], audio.sampleRate()),
              clip.subtitle(),
              clip.human(),
              List.of(
                  answer("after SFT", scores.sampled().get("sft"), i, clip),
                  answer("after GRPO", scores.sampled().get("grpo"), i, clip))));
    }
    return samples;
  }

  private StageAnswer answer(String stage, Evaluation e, int clip, Clip gold) {
    int i = clip * plan.draws();
    Answer answer = e.answers().get(i);
    List<String> labels = e.labels().get(i);
    double score =
        new SampleScore(wheels.wheels(), WheelLevel.LEVEL1)
            .overlap(gold.human(), labels, UnmappedGold.SKIP_WHEEL)
            .f1();
    return new StageAnswer(
        stage, String.join(", ", labels), AnswerLabels.reasoning(answer.text()), labels, score);
  }
}
