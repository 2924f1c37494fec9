package org.affectgpt.test.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.affectgpt.grpo.Completion;
import org.affectgpt.grpo.Rollout;
import org.affectgpt.infer.Answerer;
import org.affectgpt.io.media.Frames;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.model.Fusions;
import org.affectgpt.model.MediaEncoder;
import org.affectgpt.model.PromptBatch;
import org.affectgpt.model.PromptInput;
import org.affectgpt.model.TrainingBatch;
import org.affectgpt.model.checkpoint.LoadedModel;
import org.affectgpt.model.checkpoint.ModelFolder;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.generate.Generation;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.train.AffectGptPolicy;
import org.affectgpt.train.GrpoPrompt;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole model against the original's class: encoders, tokens of every branch, spliced
 * embeddings, loss, gradients, answers. Tolerances are those of the golden folders.
 */
class AffectGptGoldenTest {
  private final Backend backend = Backends.open("cpu", 1);
  @TempDir private Path work;

  static Stream<String> sources() {
    return AffectGptGolden.sources();
  }

  static Stream<String> shared() {
    return AffectGptGolden.sources().filter(s -> !s.equals("small"));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("shared")
  void encoders(String source) throws IOException {
    try (AffectGptGolden g = AffectGptGolden.open(source, work, backend)) {
      GoldenFolder files = g.files();
      for (String part : List.of("frames", "faces")) {
        float[] actual = frames(g.loaded(), files.inputRgb(part + "_uint8"));
        near(files, "clip.features." + part, actual, 5e-5);
      }
      if (g.hears()) {
        sounds(g.loaded().encoder(), files);
      }
    }
  }

  private static void sounds(MediaEncoder encoder, GoldenFolder files) {
    float[] audio = files.inputFloats("raw_audios");
    int n = audio.length / 16;
    float[][] windows = new float[16][];
    for (int i = 0; i < 16; i++) {
      windows[i] = Arrays.copyOfRange(audio, i * n, (i + 1) * n);
    }
    for (int s = 0; s < 2; s++) {
      float[] actual = encoder.audio(Arrays.copyOfRange(windows, 8 * s, 8 * s + 8));
      near(files, "hubert.embeddings.single" + s, actual, 5e-5);
    }
    near(files, "hubert.embeddings.batch2", encoder.audio(windows), 5e-5);
  }

  private static float[] frames(LoadedModel model, GoldenFolder.Rgb pictures) {
    Frames frames =
        new Frames(
            pictures.count(),
            pictures.height(),
            pictures.width(),
            pictures.rgb(),
            new int[pictures.count()],
            pictures.count(),
            25);
    return model.encode(frames);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("shared")
  void imageTokens(String source) throws IOException {
    try (AffectGptGolden g = AffectGptGolden.open(source, work, backend)) {
      float[] features = frames(g.loaded(), g.files().inputRgb("images_uint8"));
      int width = features.length / 2;
      Tensor first = Tensor.of(backend, Arrays.copyOf(features, width), 1, 1, width);
      Fusions fusions = g.loaded().model().fusions();
      near(g.files(), "image.llm.image", fusions.image(first).toFloats(), 5e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void tokensOfEveryBranch(String source) throws IOException {
    try (AffectGptGolden g = AffectGptGolden.open(source, work, backend)) {
      g.loaded().model().eval();
      int checked = 0;
      for (JsonNode c : g.meta().get("cases")) {
        String name = c.get("case").asText();
        PromptMode mode = PromptMode.of(c.get("face_or_frame").asText());
        if (mode != PromptMode.IMAGE) {
          int[] samples = ints(c.get("samples"));
          checked += tokens(g, name, mode, samples);
        }
      }
      for (JsonNode c : g.meta().get("generation")) {
        PromptMode mode = PromptMode.of(c.get("face_or_frame").asText());
        checked += tokens(g, c.get("case").asText(), mode, c.get("sample").asInt());
      }
      assertTrue(checked >= 10, "only " + checked);
    }
  }

  private int tokens(AffectGptGolden g, String name, PromptMode mode, int... samples) {
    AffectGptModel model = g.loaded().model();
    List<ClipFeatures> features = g.features(samples);
    Tensor audio =
        stack(features.stream().map(ClipFeatures::audio).toList(), model.widths().audio());
    Tensor frames =
        stack(features.stream().map(ClipFeatures::frames).toList(), model.widths().video());
    Tensor faces =
        stack(features.stream().map(ClipFeatures::faces).toList(), model.widths().video());
    Tensor video = mode.multiVideo() == PatchToken.FACE ? faces : frames;
    Map<String, Tensor> ours =
        Map.of(
            "audio", model.fusions().audio(audio),
            "frame", model.fusions().video(frames),
            "face", model.fusions().video(faces),
            "multi", model.fusions().multi(video, audio));
    List<String> wanted = g.files().expectedNames(name + ".llm.");
    for (String w : wanted) {
      near(g.files(), w, ours.get(w.substring(w.lastIndexOf('.') + 1)).toFloats(), 5e-5);
    }
    return wanted.size();
  }

  private Tensor stack(List<float[]> rows, int width) {
    int n = rows.getFirst().length;
    float[] all = new float[rows.size() * n];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * n, n);
    }
    return Tensor.of(backend, all, rows.size(), n / width, width);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void trainingBatches(String source) throws IOException {
    try (AffectGptGolden g = AffectGptGolden.open(source, work, backend)) {
      AffectGptModel model = g.loaded().model();
      model.eval();
      for (JsonNode c : g.meta().get("cases")) {
        if (!c.get("face_or_frame").asText().equals("image")) {
          batch(g, model, c);
        }
      }
    }
  }

  private static void batch(AffectGptGolden g, AffectGptModel model, JsonNode c) {
    String name = c.get("case").asText();
    GoldenFolder files = g.files();
    TrainingBatch batch = TrainingBatch.of(model.tokenizer(), examples(g, c));
    int[][] ids = files.inputRows(name + ".input_ids");
    for (int i = 0; i < ids.length; i++) {
      assertArrayEquals(ids[i], batch.sequences().get(i), name);
    }
    assertArrayEquals(files.inputRows(name + ".labels"), batch.labels(), name);
    assertArrayEquals(files.inputRows(name + ".attention_masks"), batch.mask(), name);
    if (files.expects(name + ".inputs_embeds")) {
      near(
          files,
          name + ".inputs_embeds",
          model.embed(batch.inputs(), batch.sequences()).toFloats(),
          5e-5);
    }
    Tensor loss = batch.loss(model);
    files.near(name + ".loss", files.expectedFloats(name + ".loss"), loss.toFloats(), 0, 2e-5);
    List<String> gradients = files.expectedNames(name + ".grad.");
    if (!gradients.isEmpty()) {
      Map<String, Parameter> parameters = model.parameters();
      parameters.values().forEach(p -> p.value().clearGrad());
      loss.backward();
      for (String n : gradients) {
        Parameter p = parameters.get(n.substring((name + ".grad.").length()));
        float[] wanted = files.expectedFloats(n);
        double largest = 0;
        for (float w : wanted) {
          largest = Math.max(largest, Math.abs(w));
        }
        files.near(n, wanted, p.value().grad().toFloats(), 3e-4 * largest + 1e-6, 0);
      }
    }
  }

  private static List<TrainingBatch.Example> examples(AffectGptGolden g, JsonNode c) {
    int[] samples = ints(c.get("samples"));
    List<ClipFeatures> features = g.features(samples);
    List<TrainingBatch.Example> examples = new ArrayList<>();
    for (int i = 0; i < samples.length; i++) {
      JsonNode clip = g.meta().get("ann").get(samples[i]);
      boolean describe = c.get("label_types").get(i).asText().equals("description");
      PromptInput input =
          new PromptInput(
              PromptMode.of(c.get("face_or_frame").asText()),
              g.subtitle(samples[i]),
              describe ? Question.DESCRIPTION : Question.OV_LABEL,
              features.get(i));
      examples.add(
          new TrainingBatch.Example(
              input,
              describe
                  ? clip.get("description").asText()
                  : Question.ovLabelAnswer(List.of(clip.get("ovlabel").asText().split(", ")))));
    }
    return examples;
  }

  @ParameterizedTest
  @MethodSource("sources")
  void answers(String source) throws IOException {
    try (AffectGptGolden g = AffectGptGolden.open(source, work, backend)) {
      AffectGptModel model = g.loaded().model();
      GoldenFolder files = g.files();
      model.eval();
      for (JsonNode c : g.meta().get("generation")) {
        if (c.get("dropped_from_the_left").asInt() > 0) {
          continue; // our prompts are never cut from the left
        }
        String name = c.get("case").asText();
        PromptInput input = question(g, c);
        List<PromptInput> inputs = List.of(input);
        PromptBatch prompt = PromptBatch.of(model.tokenizer(), inputs, false);
        assertArrayEquals(files.inputInts(name + ".prompt_ids"), prompt.sequences().getFirst());
        if (files.expects(name + ".inputs_embeds")) {
          float[] embeds = NoGrad.call(() -> prompt.embed(model).toFloats());
          near(files, name + ".inputs_embeds", embeds, 5e-5);
        }
        Answerer answerer =
            new Answerer(model, Sampling.best(), false, true, c.get("max_new_tokens").asInt());
        Generation answer = answerer.generate(inputs, 1, new CounterRng(1)).getFirst();
        assertArrayEquals(files.expectedInts(name + ".output_ids"), answer.ids(), name);
        assertEquals(c.get("response").asText(), model.tokenizer().answer(answer.ids()));
      }
    }
  }

  private static PromptInput question(AffectGptGolden g, JsonNode c) {
    int sample = c.get("sample").asInt();
    PromptMode mode = PromptMode.of(c.get("face_or_frame").asText());
    String prompt = c.get("prompt").asText();
    String question =
        Stream.of(Question.DESCRIPTION, Question.OV_LABEL, Question.SENTIMENT)
            .filter(q -> prompt.equals(mode.prompt(g.subtitle(sample), q)))
            .findFirst()
            .orElseThrow();
    return new PromptInput(mode, g.subtitle(sample), question, g.features(sample).getFirst());
  }

  /** Sample 1 has the longer prompt: the original pads the other between prompt and answer. */
  @ParameterizedTest
  @MethodSource("sources")
  void logProbsOfCompletions(String source) throws IOException {
    try (AffectGptGolden g = AffectGptGolden.open(source, work, backend)) {
      GoldenFolder files = g.files();
      AffectGptModel model = g.loaded().model();
      model.eval();
      PromptInput input =
          new PromptInput(
              PromptMode.MULTIFRAME_AUDIO_FRAME_TEXT,
              g.subtitle(1),
              Question.OV_LABEL,
              g.features(0, 1).get(1));
      int[] shape = files.expectedShape("grpo.token_logprobs");
      int[] ids = files.inputInts("grpo.response_token_ids");
      int[] mask = files.expectedInts("grpo.response_mask");
      float[] wanted = files.expectedFloats("grpo.token_logprobs");
      List<Completion> completions = new ArrayList<>();
      for (int i = shape[1]; i < 2 * shape[1]; i++) {
        int from = i * shape[2];
        int n = Arrays.stream(mask, from, from + shape[2]).sum();
        completions.add(new Completion(Arrays.copyOfRange(ids, from, from + n), "", true));
      }
      PromptBatch prompt = PromptBatch.of(model.tokenizer(), List.of(input), true);
      assertArrayEquals(files.inputRows("grpo.prompt_input_ids")[1], prompt.sequences().getFirst());
      Rollout<GrpoPrompt> rollout =
          new Rollout<>(List.of(new GrpoPrompt(input, List.of())), shape[1], completions);
      AffectGptPolicy policy = new AffectGptPolicy(model, null, Sampling.best(), shape[2]);
      float[] actual = NoGrad.call(() -> policy.logProbs(rollout).toFloats());
      for (int i = 0; i < shape[1]; i++) {
        int n = completions.get(i).tokens().length;
        int from = (shape[1] + i) * shape[2];
        files.near(
            "grpo.token_logprobs",
            Arrays.copyOfRange(wanted, from, from + n),
            Arrays.copyOfRange(actual, i * rollout.length(), i * rollout.length() + n),
            3e-4,
            0);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void adaptersOfAnotherRankAreRefused(int rank) throws IOException {
    AffectGptGolden.open("small", work, backend).close();
    Path config = work.resolve(ModelFolder.CONFIG);
    String text = Files.readString(config);
    assertTrue(text.contains("\"lora_r\": 4"));
    Files.writeString(config, text.replace("\"lora_r\": 4", "\"lora_r\": " + rank));
    ModelFolder folder = new ModelFolder(work);
    String message =
        assertThrows(InputException.class, () -> folder.load(backend, false)).getMessage();
    assertTrue(message.contains("lora_"), message);
  }

  private static int[] ints(JsonNode array) {
    return array.valueStream().mapToInt(JsonNode::asInt).toArray();
  }

  private static void near(GoldenFolder files, String name, float[] actual, double atol) {
    files.near(name, files.expectedFloats(name), actual, atol, 1e-4);
  }
}
