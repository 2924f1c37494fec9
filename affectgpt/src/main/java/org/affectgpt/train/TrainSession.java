package org.affectgpt.train;

import java.util.List;
import org.affectgpt.config.ConfigFile;
import org.affectgpt.data.BadClips;
import org.affectgpt.data.FeatureCache;
import org.affectgpt.data.Fingerprint;
import org.affectgpt.data.LabelledClip;
import org.affectgpt.data.MerDataset;
import org.affectgpt.io.Progress;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.checkpoint.LoadedModel;
import org.affectgpt.model.checkpoint.ModelFolder;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import org.jspecify.annotations.Nullable;

/** A training run from its configuration file to the model that it leaves. */
public final class TrainSession {
  private final Training training;
  private final TrainFile file;
  private final Backend backend;
  private final RunFolder folder;
  private boolean skipBad;

  /**
   * @param section the part of the configuration that counts: sft or grpo
   */
  private TrainSession(TrainFile file, Object section, Training training, Backend backend) {
    this.training = training;
    this.file = file;
    this.backend = backend;
    String print =
        new Fingerprint()
            .text(new ConfigFile().write(section))
            .text(new ConfigFile().write(file.data()))
            .text(String.valueOf(file.wheels()))
            .folder(new ModelFolder(file.modelFolder()).require())
            .hex();
    this.folder = new RunFolder(file.outputFolder(), print);
  }

  /** A supervised run. */
  public static TrainSession sft(TrainFile file, Backend backend) {
    return new TrainSession(file, file.requireSft(), TrainSession::sft, backend);
  }

  /** A GRPO run. */
  public static TrainSession grpo(TrainFile file, Backend backend) {
    return new TrainSession(file, file.requireGrpo(), TrainSession::grpo, backend);
  }

  public RunFolder folder() {
    return folder;
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
    void run(TrainSession session, LoadedModel loaded, boolean resume, Watch watch);
  }

  /** Trains and saves the model. */
  public void run(boolean resume, Watch watch) {
    LoadedModel loaded = new ModelFolder(file.modelFolder()).load(backend, true);
    training.run(this, loaded, resume, watch);
    new ModelFolder(folder.folder().resolve("model")).save(loaded, file.storedType());
  }

  private void sft(LoadedModel loaded, boolean resume, Watch watch) {
    SftConfig config = file.requireSft();
    PromptMode mode = config.run().mode(loaded.model().config());
    MerDataset data = data(mode, watch);
    boolean thinks = config.mix().answerFormat() == AnswerFormat.THINK;
    if ((config.mix().descriptionShare() > 0 || thinks) && !data.hasReasons()) {
      throw new InputException(
          "data.reasons: some clips have no description; give a table of reasons, or set"
              + " sft.description_share to 0 and sft.answer_format to plain");
    }
    List<LabelledClip> clips = read(loaded, data, mode, watch);
    limits(loaded, clips, config, mode).tell(clips.size(), watch::note);
    new SftTrainer(loaded.model(), clips, config).run(folder, resume, watch.task("SFT"));
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

  private void grpo(LoadedModel loaded, boolean resume, Watch watch) {
    GrpoRunConfig config = file.requireGrpo();
    PromptMode mode = config.run().mode(loaded.model().config());
    MerDataset data = data(mode, watch);
    List<LabelledClip> clips = read(loaded, data, mode, watch);
    new TextLimits(loaded.model().tokenizer())
        .prompts(clips, mode, Question.OV_LABEL)
        .tell(clips.size(), watch::note);
    GrpoRun run =
        new GrpoRun(
            loaded.model(), reference(config, loaded.model()), clips, config, file.wheelOptions());
    run.run(folder, resume, watch.task("GRPO"));
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
      LoadedModel loaded, MerDataset data, PromptMode mode, Watch watch) {
    FeatureCache.Read read =
        new FeatureCache(folder.folder().resolve("features.store"))
            .get(loaded, data.files(), mode.media(), () -> watch.task("reading clips"));
    MerDataset usable = read.bad().isEmpty() ? data : bad(watch).sift(data.without(read.bad()));
    return usable.labelled(read.features());
  }

  private BadClips bad(Watch watch) {
    return new BadClips(skipBad, folder.folder(), watch::note);
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
