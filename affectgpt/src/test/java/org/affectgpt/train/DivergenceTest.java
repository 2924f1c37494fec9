package org.affectgpt.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.config.ConfigFile;
import org.affectgpt.data.LabelledClip;
import org.affectgpt.emotion.reward.WheelRewardOptions;
import org.affectgpt.emotion.wheel.PublishedWheels;
import org.affectgpt.grpo.NotFiniteException;
import org.affectgpt.grpo.Reward;
import org.affectgpt.io.Progress;
import org.affectgpt.nn.Parameter;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.FailedException;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose numbers are no numbers any more ends there, says so, and keeps what was good. */
class DivergenceTest {
  @TempDir private Path temp;
  private final Backend backend = Backends.open("cpu", 2);

  private TinyTraining tiny() {
    return new TinyTraining(backend, temp);
  }

  private RunFolder folder() {
    return new RunFolder(temp.resolve("run"), "a");
  }

  private static SftConfig sft(String... options) {
    List<String> all =
        new ArrayList<>(List.of("steps=8", "batch_size=2", "train_llm=true", "checkpoint_every=2"));
    all.addAll(List.of(options));
    return new ConfigFile().read(List.of(), all, SftConfig.class);
  }

  private static void spoil(TinyTraining tiny, String name, float value) {
    Parameter p = tiny.model().parameters().get(name);
    float[] values = p.value().toFloats();
    values[values.length / 2] = value;
    p.value().set(values);
  }

  private static void contains(Throwable e, String... parts) {
    String said = String.valueOf(e.getMessage());
    assertEquals(1, said.lines().count(), said);
    for (String part : parts) {
      assertTrue(said.contains(part), said + " lacks " + part);
    }
  }

  /** Ends a run by a weight that is spoilt while it runs, and looks at what is left. */
  @Test
  void theLastGoodCheckpointStays() throws IOException {
    TinyTraining tiny = tiny();
    byte[][] good = new byte[1][];
    Progress spoiling =
        (done, total, note) -> {
          if (done == 5) {
            good[0] = bytes(temp.resolve("run/checkpoint.safetensors"));
            spoil(tiny, "multi_llama_proj.bias", Float.NaN);
          }
        };
    SftTrainer trainer = new SftTrainer(tiny.model(), tiny.clips(), sft("init_lr=0.001"));
    FailedException e =
        assertThrows(FailedException.class, () -> trainer.run(folder(), false, spoiling));
    contains(e, temp.resolve("run").toString(), "step 6", "NaN", "clip", "step 4", "init_lr");
    assertArrayEquals(good[0], bytes(temp.resolve("run/checkpoint.safetensors")));
    JsonNode last = folder().read().getLast();
    assertEquals(6, last.get("step").asInt());
    assertTrue(last.get("error").asText().contains("NaN"), last.toString());
    assertEquals(2, last.get("clips").size());
    assertTrue(last.get("clips").get(0).asText().startsWith("clip"), last.toString());

    TinyTraining fresh = tiny();
    SftTrainer again = new SftTrainer(fresh.model(), fresh.clips(), sft("init_lr=0.001"));
    again.run(folder(), true, Progress.NONE);
    assertEquals(
        List.of(1, 2, 3, 4, 5, 6, 7, 8),
        folder().read().stream().map(l -> l.get("step").asInt()).toList());
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRateThatIsTooHighEndsTheRun() {
    TinyTraining tiny = tiny();
    SftTrainer trainer = new SftTrainer(tiny.model(), tiny.clips(), sft("init_lr=1e30"));
    FailedException e =
        assertThrows(FailedException.class, () -> trainer.run(folder(), false, Progress.NONE));
    contains(e, "diverged at step 2", "clip");
    assertFalse(Files.exists(temp.resolve("run/checkpoint.safetensors")));
  }

  /** The only step is the last: nothing would look at the weights any more. */
  @Test
  void weightsAreLookedAtBeforeTheyAreSaved() {
    TinyTraining tiny = tiny();
    SftTrainer trainer =
        new SftTrainer(tiny.model(), tiny.clips(), sft("init_lr=3e38", "steps=1", "beta1=0.99"));
    FailedException e =
        assertThrows(FailedException.class, () -> trainer.run(folder(), false, Progress.NONE));
    contains(e, "step 1", "weight.", "not finite", "clip", "nothing was saved");
    assertFalse(Files.exists(temp.resolve("run/checkpoint.safetensors")));
  }

  @Test
  void aModelThatIsDamagedFromTheStartIsNamed() {
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      TinyTraining tiny = tiny();
      String name = "llama_model.model.layers.1.mlp.up_proj.weight";
      spoil(tiny, name, value);
      SftTrainer trainer = new SftTrainer(tiny.model(), tiny.clips(), sft("init_lr=0.001"));
      FailedException e =
          assertThrows(FailedException.class, () -> trainer.run(folder(), false, Progress.NONE));
      contains(e, "step 1", name, "nothing was saved");
    }
  }

  @Test
  void featuresThatAreNoNumbersNameTheirClip() {
    TinyTraining tiny = tiny();
    List<LabelledClip> clips = tiny.clips();
    clips.get(3).features().audio()[7] = Float.NEGATIVE_INFINITY;
    contains(
        assertThrows(InputException.class, () -> new SftTrainer(tiny.model(), clips, sft())),
        "clip3",
        "sound");
    contains(assertThrows(InputException.class, () -> run(tiny, clips, c -> 1)), "clip3", "sound");
    clips.get(3).features().audio()[7] = 0;
    clips.get(4).features().frames()[0] = Float.NaN;
    contains(
        assertThrows(InputException.class, () -> new SftTrainer(tiny.model(), clips, sft())),
        "clip4",
        "picture");
  }

  private interface Score {
    double of(String clip);
  }

  private GrpoRun run(TinyTraining tiny, List<LabelledClip> clips, Score score) {
    List<String> options =
        List.of(
            "steps=3",
            "group_size=2",
            "prompts_per_step=5",
            "prompts_per_pass=2",
            "train_llm=true",
            "checkpoint_every=1",
            "max_new_tokens=4",
            "init_lr=0.001");
    GrpoRunConfig config = new ConfigFile().read(List.of(), options, GrpoRunConfig.class);
    Reward<GrpoPrompt> reward =
        Reward.perCompletion("own", (prompt, c) -> score.of(prompt.clip()) + c.tokens()[0] % 7);
    return new GrpoRun(
            tiny.model(), null, clips, config, WheelRewardOptions.of(PublishedWheels.load()))
        .with(reward, 1);
  }

  @Test
  void aRewardThatIsNoNumberNamesItsSample() {
    for (double value : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      TinyTraining tiny = tiny();
      GrpoRun run = run(tiny, tiny.clips(), clip -> clip.equals("clip2") ? value : 1);
      FailedException e =
          assertThrows(FailedException.class, () -> run.run(folder(), false, Progress.NONE));
      contains(e, "step 1", "reward own", Double.toString(value), "clips clip2)");
      assertEquals(1, folder().read().size());
    }
  }

  /** One prompt's features reach a number that overflows; its sample is named, not the batch. */
  @Test
  void logProbabilitiesThatAreNoNumbersNameTheirSample() {
    TinyTraining tiny = tiny();
    List<GrpoPrompt> prompts = tiny.prompts();
    Arrays.fill(prompts.get(3).input().features().audio(), Float.NaN);
    NotFiniteException e =
        assertThrows(
            NotFiniteException.class,
            () ->
                tiny.grpo(c -> c.tokens()[0] % 5, update -> update)
                    .step(prompts, new CounterRng(9)));
    assertEquals(3, e.prompt());
    contains(e, "log-probability");
  }

  @Test
  void theNormOfEveryUpdateIsLookedAt() {
    TinyTraining tiny = tiny();
    NotFiniteException e =
        assertThrows(
            NotFiniteException.class,
            () ->
                tiny.grpo(c -> c.tokens()[0] % 5, update -> Double.POSITIVE_INFINITY)
                    .step(tiny.prompts(), new CounterRng(9)));
    assertEquals(NotFiniteException.ALL, e.prompt());
    contains(e, "norm", "Infinity");
  }
}
