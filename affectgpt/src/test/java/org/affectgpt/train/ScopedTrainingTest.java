package org.affectgpt.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.config.ConfigFile;
import org.affectgpt.data.LabelledClip;
import org.affectgpt.demo.TinyModel;
import org.affectgpt.grpo.GrpoMetrics;
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
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.MemoryScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Training in memory that steps give back and take again, on two threads, gives the bits of
 * training on one thread in memory that nobody uses twice.
 */
class ScopedTrainingTest {
  private static final int CLIPS = 5;
  private static final int STEPS = 4;

  @TempDir private Path temp;

  /** A backend whose scopes own nothing, so that all memory is left to the garbage collector. */
  private static Backend withoutScopes(Backend backend) {
    MemoryScope nothing = () -> {};
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("scope")) {
                return nothing;
              }
              try {
                return method.invoke(backend, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private AffectGptModel model(Backend backend, long seed) {
    String words = "happy, sad, angry, surprised, worried, calm. ";
    return TinyModel.create(
            backend, TinyModel.tokenizer(List.of(words.repeat(5))), temp, new CounterRng(seed))
        .model();
  }

  private static List<LabelledClip> clips(AffectGptModel model) {
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

  private static Map<String, float[]> weights(AffectGptModel model) {
    Map<String, float[]> all = new LinkedHashMap<>();
    model.parameters().forEach((name, p) -> all.put(name, p.value().toFloats()));
    return all;
  }

  /** What a run leaves: a number or more of each step, and the weights. */
  private record Outcome(List<?> steps, Map<String, float[]> weights) {
    void requireEqual(Outcome other) {
      assertEquals(steps, other.steps);
      weights.forEach((name, w) -> assertArrayEquals(w, other.weights.get(name), name));
    }
  }

  private void compare(Training training) {
    Map<String, float[]> untrained;
    Outcome plain;
    try (Backend backend = withoutScopes(Backends.open("cpu", 1))) {
      untrained = weights(model(backend, 1));
      plain = training.run(backend);
    }
    try (Backend backend = Backends.open("cpu", 2)) {
      plain.requireEqual(training.run(backend));
    }
    String some = "llama_model.model.layers.0.self_attn.q_proj.weight";
    assertTrue(plain.weights.containsKey(some), plain.weights.keySet().toString());
    assertFalse(Arrays.equals(untrained.get(some), plain.weights.get(some)), "trained");
  }

  private interface Training {
    Outcome run(Backend backend);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void supervised(boolean checkpointing) {
    SftConfig config =
        new ConfigFile()
            .read(
                List.of(),
                List.of(
                    "steps=" + STEPS,
                    "batch_size=2",
                    "accum_grad_iters=2",
                    "init_lr=0.01",
                    "train_llm=true",
                    "gradient_checkpointing=" + checkpointing),
                SftConfig.class);
    compare(
        backend -> {
          AffectGptModel model = model(backend, 1);
          RunFolder folder = new RunFolder(temp.resolve("run"), "sft");
          new SftTrainer(model, clips(model), config).run(folder, false, (done, total, note) -> {});
          assertEquals(STEPS, folder.read().size());
          return new Outcome(folder.read(), weights(model));
        });
  }

  @Test
  void grpo() {
    compare(
        backend -> {
          AffectGptModel model = model(backend, 1);
          GrpoRunConfig config =
              new ConfigFile()
                  .read(
                      List.of(),
                      List.of(
                          "group_size=3",
                          "prompts_per_pass=2",
                          "updates_per_rollout=2",
                          "kl_coef=0.04",
                          "init_lr=0.01",
                          "max_new_tokens=7"),
                      GrpoRunConfig.class);
          AdamW optimizer = new AdamW(ParameterGroup.byDecay(Trainables.choose(model, true), 0.01));
          Updater updater = config.updater(optimizer);
          AffectGptPolicy policy =
              new AffectGptPolicy(
                  model,
                  model(backend, 2),
                  config.rollout().sampling(),
                  config.rollout().completionLimit(model.config()));
          // any number that answers differ in
          Reward<GrpoPrompt> reward =
              Reward.perCompletion("ids", (prompt, c) -> Arrays.hashCode(c.tokens()) % 10);
          GrpoTrainer<GrpoPrompt> trainer =
              new GrpoTrainer<>(
                  config.grpo(model.config()),
                  policy,
                  List.of(new WeightedReward<>(reward, 1)),
                  () -> updater.update().gradientNorm());
          List<GrpoPrompt> prompts = new ArrayList<>();
          for (LabelledClip c : clips(model)) {
            prompts.add(
                new GrpoPrompt(
                    new PromptInput(
                        PromptMode.MULTIFRAME_AUDIO_FRAME_TEXT,
                        c.subtitle(),
                        Question.OV_LABEL,
                        c.features()),
                    c.labels()));
          }
          List<GrpoMetrics> metrics = new ArrayList<>();
          for (int step = 0; step < 2; step++) {
            metrics.add(trainer.step(prompts, new CounterRng(9).split(step), true));
          }
          return new Outcome(metrics, weights(model));
        });
  }
}
