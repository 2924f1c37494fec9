package org.affectgpt.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.affectgpt.data.LabelledClip;
import org.affectgpt.emotion.label.AnswerLabels;
import org.affectgpt.emotion.reward.WheelRewardOptions;
import org.affectgpt.grpo.GrpoMetrics;
import org.affectgpt.grpo.GrpoTrainer;
import org.affectgpt.grpo.NotFiniteException;
import org.affectgpt.grpo.Reward;
import org.affectgpt.grpo.WeightedReward;
import org.affectgpt.io.Progress;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.PromptInput;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.optim.AdamW;
import org.affectgpt.nn.optim.Updater;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/** GRPO of AffectGPT on human labels, with the emotion-wheel metrics as rewards. */
public final class GrpoRun {
  private static final String LABELS = "labels";

  private final AffectGptModel model;
  private final @Nullable AffectGptModel reference;
  private final GrpoRunConfig config;
  private final List<GrpoPrompt> prompts = new ArrayList<>();
  private final WheelRewardOptions wheels;
  private final CounterRng rng;
  private final List<WeightedReward<GrpoPrompt>> added = new ArrayList<>();

  /**
   * @param reference a frozen copy of the starting model, needed for a KL term when the decoder's
   *     own weights are trained
   */
  public GrpoRun(
      AffectGptModel model,
      @Nullable AffectGptModel reference,
      List<LabelledClip> clips,
      GrpoRunConfig config,
      WheelRewardOptions wheels) {
    if (clips.isEmpty()) {
      throw new InputException("the training data hold no clip");
    }
    if (config.loss().klCoef() > 0 && reference == null && model.config().lora().rank() == 0) {
      throw new InputException("option kl_coef: a model without adapters needs a reference copy");
    }
    this.model = model;
    this.reference = reference;
    this.config = config;
    this.wheels = wheels;
    this.rng = new CounterRng(config.run().seed()).split("grpo");
    PromptMode mode = config.run().mode(model.config());
    for (LabelledClip c : clips) {
      c.requireFinite();
      prompts.add(
          new GrpoPrompt(
              c.name(),
              new PromptInput(mode, c.subtitle(), Question.OV_LABEL, c.features()),
              c.labels()));
    }
  }

  /** Adds a reward to those of the configuration. */
  public GrpoRun with(Reward<? super GrpoPrompt> reward, double weight) {
    added.add(new WeightedReward<>(reward, weight));
    return this;
  }

  /** Trains from the folder's checkpoint, or from the start. */
  public void run(RunFolder folder, boolean resume, Progress progress) {
    Map<String, Parameter> trainable = Trainables.choose(model, config.run().trainLlm());
    model.eval();
    AdamW optimizer = config.optimizer().adamW(trainable);
    if (!resume) {
      folder.clear();
    }
    long start = resume ? folder.resume(model, optimizer) : 0;
    Updater updater = config.updater(optimizer);
    updater.resumeAt(start * config.loss().updatesPerRollout());
    AffectGptPolicy policy =
        new AffectGptPolicy(
            model,
            reference,
            config.rollout().sampling(),
            config.rollout().completionLimit(model.config()));
    GrpoTrainer<GrpoPrompt> trainer =
        new GrpoTrainer<>(
            config.grpo(model.config()), policy, rewards(), () -> updater.update().gradientNorm());
    int steps = config.run().steps();
    for (long step = start; step < steps; step++) {
      GrpoMetrics m = step(trainer, step, folder);
      folder.log(step + 1, line(m));
      if (config.run().checkpointAt(step + 1)) {
        long last = step;
        folder.save(model, optimizer, step + 1, () -> names(batch(last)));
      }
      progress.at(
          step + 1,
          steps,
          String.format(
              Locale.ROOT,
              "reward %.3f, labels %.2f",
              m.rewards().mean(),
              m.rewards().means().get(LABELS)));
    }
  }

  private GrpoMetrics step(GrpoTrainer<GrpoPrompt> trainer, long step, RunFolder folder) {
    List<GrpoPrompt> batch = batch(step);
    try {
      return trainer.step(batch, rng.split("rollout").split(step), measuresKl(step));
    } catch (NotFiniteException e) {
      List<String> names =
          e.prompt() == NotFiniteException.ALL
              ? names(batch)
              : List.of(batch.get(e.prompt()).clip());
      throw new Divergence(step + 1, String.valueOf(e.getMessage()), names).ends(folder, model);
    }
  }

  private static List<String> names(List<GrpoPrompt> batch) {
    return batch.stream().map(GrpoPrompt::clip).toList();
  }

  private boolean measuresKl(long step) {
    boolean possible = reference != null || model.config().lora().rank() > 0;
    return possible && config.loss().klEvery() > 0 && step % config.loss().klEvery() == 0;
  }

  /**
   * The configured rewards, those added, and the number of labels with weight 0: only to be logged.
   */
  private List<WeightedReward<GrpoPrompt>> rewards() {
    List<WeightedReward<GrpoPrompt>> all = new ArrayList<>();
    config.rewards().forEach(item -> all.add(item.reward(wheels)));
    all.addAll(added);
    AnswerLabels labels = new AnswerLabels(wheels.extractor());
    Reward<GrpoPrompt> count =
        Reward.perCompletion(LABELS, (prompt, c) -> labels.of(c.text()).size());
    all.add(new WeightedReward<>(count, 0));
    return all;
  }

  private List<GrpoPrompt> batch(long step) {
    List<GrpoPrompt> batch = new ArrayList<>();
    int size = config.rollout().promptsPerStep();
    for (int i = 0; i < size; i++) {
      long n = step * size + i;
      long epoch = n / prompts.size();
      batch.add(
          prompts.get(
              Shuffle.at(rng.split("epoch").split(epoch), prompts.size(), n % prompts.size())));
    }
    return batch;
  }

  /** TRL's names where it has one, else the original's. */
  private static Map<String, Object> line(GrpoMetrics m) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("loss", m.objective().loss());
    line.put("reward", m.rewards().mean());
    line.put("reward_std", m.rewards().deviation());
    line.put("frac_reward_zero_std", m.rewards().zeroDeviation());
    m.rewards().means().forEach((name, value) -> line.put("reward/" + name, value));
    if (!Double.isNaN(m.objective().kl())) {
      line.put("kl", m.objective().kl());
    }
    line.put("clip_ratio/region_mean", m.objective().clipFraction());
    line.put("response_len", m.completions().length());
    line.put("finished", m.completions().finished());
    line.put("grad_norm", m.gradNorm());
    return line;
  }
}
