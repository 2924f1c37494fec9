package org.affectgpt.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.affectgpt.config.ConfigFile;
import org.affectgpt.data.LabelledClip;
import org.affectgpt.demo.TinyModel;
import org.affectgpt.grpo.Completion;
import org.affectgpt.grpo.GrpoTrainer;
import org.affectgpt.grpo.Reward;
import org.affectgpt.grpo.WeightedReward;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.model.PromptInput;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.nn.optim.AdamW;
import org.affectgpt.nn.optim.ParameterGroup;
import org.affectgpt.nn.optim.Updater;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.backend.Backend;

/** The demo's model, untrained, with a few clips of random features to train it on. */
final class TinyTraining {
  static final int CLIPS = 5;

  private final Backend backend;
  private final Path temp;
  private final AffectGptModel model;

  /**
   * @param temp a folder for the tokenizer
   */
  TinyTraining(Backend backend, Path temp) {
    this.backend = backend;
    this.temp = temp;
    this.model = model(1);
  }

  private AffectGptModel model(long seed) {
    String words =
        PromptMode.MULTIFRAME_AUDIO_FRAME_TEXT.prompt("calm", Question.OV_LABEL)
            + " happy, sad, angry, surprised, worried, calm. ";
    return TinyModel.create(
            backend, TinyModel.tokenizer(List.of(words.repeat(5))), temp, new CounterRng(seed))
        .model();
  }

  AffectGptModel model() {
    return model;
  }

  List<LabelledClip> clips() {
    CounterRng rng = new CounterRng(3);
    List<LabelledClip> clips = new ArrayList<>();
    for (int i = 0; i < CLIPS; i++) {
      float[] frames = values(rng, model.config().media().frames() * model.widths().video());
      float[] audio = values(rng, model.config().media().audioClips() * model.widths().audio());
      // subtitles of different lengths: the shapes of one step are not those of the next
      clips.add(
          new LabelledClip(
              "clip" + i,
              new ClipFeatures(frames, null, audio),
              "calm ".repeat(1 + 3 * i),
              List.of("happy", "calm"),
              "happy",
              mode -> "sad"));
    }
    return clips;
  }

  private static float[] values(CounterRng rng, int length) {
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = (float) rng.nextGaussian();
    }
    return x;
  }

  /** Supervised training of all parts, two batches an update. */
  SftTrainer sft(int steps, boolean checkpointing) {
    List<String> options =
        List.of(
            "steps=" + steps,
            "batch_size=2",
            "accum_grad_iters=2",
            "init_lr=0.01",
            "train_llm=true",
            "gradient_checkpointing=" + checkpointing);
    SftConfig config = new ConfigFile().read(List.of(), options, SftConfig.class);
    return new SftTrainer(model, clips(), config);
  }

  /**
   * GRPO of all parts: three passes an update, two updates a rollout.
   *
   * @param score the reward of a completion
   * @param updated hears the norm of every update's gradient and passes it on
   */
  GrpoTrainer<GrpoPrompt> grpo(ToDoubleFunction<Completion> score, DoubleUnaryOperator updated) {
    List<String> options =
        List.of(
            "group_size=3",
            "prompts_per_pass=2",
            "updates_per_rollout=2",
            "kl_coef=0.04",
            "init_lr=0.01",
            "max_new_tokens=7");
    GrpoRunConfig config = new ConfigFile().read(List.of(), options, GrpoRunConfig.class);
    AdamW optimizer = new AdamW(ParameterGroup.byDecay(Trainables.choose(model, true), 0.01));
    Updater updater = config.updater(optimizer);
    AffectGptPolicy policy =
        new AffectGptPolicy(
            model,
            model(2),
            config.rollout().sampling(),
            config.rollout().completionLimit(model.config()));
    Reward<GrpoPrompt> reward =
        Reward.perCompletion("score", (prompt, c) -> score.applyAsDouble(c));
    return new GrpoTrainer<>(
        config.grpo(model.config()),
        policy,
        List.of(new WeightedReward<>(reward, 1)),
        () -> updated.applyAsDouble(updater.update().gradientNorm()));
  }

  /** One prompt a clip. */
  List<GrpoPrompt> prompts() {
    List<GrpoPrompt> prompts = new ArrayList<>();
    for (LabelledClip c : clips()) {
      prompts.add(
          new GrpoPrompt(
              c.name(),
              new PromptInput(
                  PromptMode.MULTIFRAME_AUDIO_FRAME_TEXT,
                  c.subtitle(),
                  Question.OV_LABEL,
                  c.features()),
              c.labels()));
    }
    return prompts;
  }
}
