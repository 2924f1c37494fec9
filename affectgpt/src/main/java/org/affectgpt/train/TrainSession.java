package org.affectgpt.train;

import java.nio.file.Path;
import java.util.List;
import org.affectgpt.data.BadClips;
import org.affectgpt.data.FeatureCache;
import org.affectgpt.data.Fingerprint;
import org.affectgpt.data.LabelledClip;
import org.affectgpt.data.MerDataset;
import org.affectgpt.emotion.reward.WheelRewardOptions;
import org.affectgpt.io.Progress;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.checkpoint.LoadedModel;
import org.affectgpt.model.checkpoint.ModelFolder;
import org.affectgpt.model.checkpoint.ModelSources;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import org.jspecify.annotations.Nullable;

/** A training run from its configuration file to the model that it leaves. */
public final class TrainSession {
  private final String command;
  private final String section;
  private final Training training;
  private final TrainFile file;
  private final Backend backend;
  private boolean skipBad;
  private final RunFacts facts = new RunFacts();

  /**
   * @param section the part of the configuration that counts: sft or grpo
   */
  private TrainSession(
      String command, String section, TrainFile file, Training training, Backend backend) {
    this.command = command;
    this.section = section;
    this.training = training;
    this.file = file;
    this.backend = backend;
  }

  /** A supervised run. */
  public static TrainSession sft(TrainFile file, Backend backend) {
    file.requireSft();
    return new TrainSession("train", "sft", file, TrainSession::sft, backend);
  }

  /** A GRPO run. */
  public static TrainSession grpo(TrainFile file, Backend backend) {
    file.requireGrpo();
    return new TrainSession("grpo", "grpo", file, TrainSession::grpo, backend);
  }

  /** Whether to go on without clips that cannot be used, instead of stopping with their list. */
  public TrainSession skippingBad(boolean skip) {
    skipBad = skip;
    return this;
  }

  /** Where progress of reading and of training is shown. */
  public interface Watch {
    Progress task(String name);

    /** A line that people should see. */
    default void note(String line) {}
  }

  /** What a session does with the model between loading and saving it. */
  private interface Training {
    void run(TrainSession session, LoadedModel loaded, RunOutput output, Watch watch);
  }

  /**
   * Trains and saves the model.
   *
   * @return the folder with the log
   */
  public RunFolder run(RunStart start, Watch watch) {
    ModelFolder from = new ModelFolder(file.modelFolder());
    ModelSources parts = from.parts();
    try (RunOutput output = RunOutput.open(file.outputFolder(), command, start)) {
      facts.options(section, options());
      output.compare(facts, longer());
      requireLeft(output);
      LoadedModel loaded = from.load(backend, true);
      facts.model(parts);
      output.compare(facts, longer());
      output.claim(facts);
      training.run(this, loaded, output, watch);
      new ModelFolder(file.outputFolder().resolve(RunOutput.MODEL)).save(loaded, file.storedType());
    }
    return folder();
  }

  private RunFolder folder() {
    return new RunFolder(file.outputFolder(), facts.fingerprint());
  }

  /** A run cannot go back. */
  private void requireLeft(RunOutput output) {
    long done = output.resumes() ? folder().checkpointStep() : 0;
    int steps =
        section.equals("sft") ? file.requireSft().run().steps() : file.requireGrpo().run().steps();
    if (done > steps) {
      throw new InputException(
          file.output()
              + ": the run has done "
              + done
              + " steps already, more than "
              + section
              + ".steps, "
              + steps
              + " steps; ask for more, or choose another folder with --set output=DIR");
    }
  }

  private Object options() {
    return section.equals("sft") ? file.requireSft() : file.requireGrpo();
  }

  /** Whether the number of steps decides nothing but the end. */
  private boolean longer() {
    return section.equals("sft")
        ? file.requireSft().optimizer().constantRate()
        : file.requireGrpo().optimizer().constantRate();
  }

  private void sft(LoadedModel loaded, RunOutput output, Watch watch) {
    SftConfig config = file.requireSft();
    PromptMode mode = config.run().mode(loaded.model().config());
    MerDataset data = data(mode, watch);
    boolean thinks = config.mix().answerFormat() == AnswerFormat.THINK;
    if ((config.mix().descriptionShare() > 0 || thinks) && !data.hasReasons()) {
      throw new InputException(
          "data.reasons: some clips have no description; give a table of reasons, or set"
              + " sft.description_share to 0 and sft.answer_format to plain");
    }
    List<LabelledClip> clips = read(loaded, data, mode, output, watch);
    limits(loaded, clips, config, mode).tell(clips.size(), watch::note);
    SftTrainer trainer = new SftTrainer(loaded.model(), clips, config);
    output.begin(facts);
    trainer.run(folder(), output.resumes(), watch.task("SFT"));
  }

  private static TextLimits limits(
      LoadedModel loaded, List<LabelledClip> clips, SftConfig config, PromptMode mode) {
    TextLimits limits =
        new TextLimits(loaded.model().tokenizer()).prompts(clips, mode, Question.OV_LABEL);
    boolean describes = config.mix().descriptionShare() > 0;
    if (describes) {
      limits.prompts(clips, mode, Question.DESCRIPTION);
    }
    for (LabelledClip clip : clips) {
      limits.answer(clip, config.mix().answerFormat().answer(clip, mode));
      limits.answer(clip, describes ? clip.description() : "");
    }
    return limits;
  }

  private void grpo(LoadedModel loaded, RunOutput output, Watch watch) {
    GrpoRunConfig config = file.requireGrpo();
    PromptMode mode = config.run().mode(loaded.model().config());
    MerDataset data = data(mode, watch);
    WheelRewardOptions wheels = file.wheelOptions();
    facts.wheels(
        file.wheels() == null ? "our own" : new Fingerprint().folder(Path.of(file.wheels())).hex());
    AffectGptModel reference = reference(config, loaded.model());
    List<LabelledClip> clips = read(loaded, data, mode, output, watch);
    new TextLimits(loaded.model().tokenizer())
        .prompts(clips, mode, Question.OV_LABEL)
        .tell(clips.size(), watch::note);
    GrpoRun run = new GrpoRun(loaded.model(), reference, clips, config, wheels);
    output.begin(facts);
    run.run(folder(), output.resumes(), watch.task("GRPO"));
  }

  private MerDataset data(PromptMode mode, Watch watch) {
    if (mode.media().contains(PatchToken.IMAGE)) {
      throw new InputException("mode " + mode.key() + ": data sets hold clips, not images");
    }
    MerDataset data = MerDataset.read(file.data(), mode.media().contains(PatchToken.FACE));
    if (!data.unlabelled().isEmpty()) {
      watch.note(
          data.unlabelled().size()
              + " clips have no label and count as neutral, "
              + data.unlabelled().getFirst()
              + " first");
    }
    return bad(watch).sift(data);
  }

  private List<LabelledClip> read(
      LoadedModel loaded, MerDataset data, PromptMode mode, RunOutput output, Watch watch) {
    facts.tables(file.data(), data);
    output.compare(facts, longer());
    FeatureCache.Read read =
        new FeatureCache(file.outputFolder().resolve(RunOutput.FEATURES))
            .get(loaded, data.files(), mode.media(), () -> watch.task("reading clips"));
    MerDataset usable = read.bad().isEmpty() ? data : bad(watch).sift(data.without(read.bad()));
    List<LabelledClip> clips = usable.labelled(read.features());
    facts.features(clips);
    output.compare(facts, longer());
    return clips;
  }

  private BadClips bad(Watch watch) {
    return new BadClips(skipBad, file.outputFolder(), watch::note);
  }

  /** The frozen start, where adapters switched off do not give it. */
  private @Nullable AffectGptModel reference(GrpoRunConfig config, AffectGptModel model) {
    boolean asked = config.loss().klCoef() > 0 || config.loss().klEvery() > 0;
    boolean adapters = model.config().lora().rank() > 0 && !config.run().trainLlm();
    if (!asked || adapters) {
      return null;
    }
    AffectGptModel copy = new ModelFolder(file.modelFolder()).load(backend, false).model();
    copy.eval();
    return copy;
  }
}
