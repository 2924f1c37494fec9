package org.affectgpt.examples;

import static org.affectgpt.tensor.ops.rows.CrossEntropy.crossEntropy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.affectgpt.corpus.CorpusLayout;
import org.affectgpt.corpus.CorpusWriter;
import org.affectgpt.corpus.SyntheticCorpus;
import org.affectgpt.corpus.plan.CorpusConfig;
import org.affectgpt.corpus.plan.Split;
import org.affectgpt.data.CorpusClips;
import org.affectgpt.data.FeatureExtractor;
import org.affectgpt.data.LabelledClip;
import org.affectgpt.infer.ClipAnswer;
import org.affectgpt.model.checkpoint.LoadedModel;
import org.affectgpt.model.checkpoint.ModelFolder;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.optim.AdamW;
import org.affectgpt.nn.optim.ParameterGroup;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples do what they say, and the README shows them as they are. */
class ExamplesTest {
  private static final Path ROOT = Path.of("..");
  private static final Path MODEL = ROOT.resolve("affectgpt/model");
  private static final int CLIPS = 8;

  @TempDir private static Path temp;

  @BeforeAll
  static void corpus() {
    CorpusConfig config = CorpusConfig.defaults().withSizes(new CorpusConfig.Sizes(0, CLIPS, 0));
    new CorpusWriter(config).write(temp.resolve("corpus"), 2, (done, total) -> {});
  }

  @Test
  void aClipIsAnswered() {
    CorpusLayout corpus = new CorpusLayout(temp.resolve("corpus"));
    ClipAnswer answer = AnswerClip.answer(MODEL, corpus.video(Split.TRAIN_HUMAN.clipName(0)));
    assertFalse(answer.labels().isEmpty());
    assertTrue(answer.reasoning().isPresent());
  }

  @Test
  void aSmallNetworkLearns() {
    try (Backend backend = Backends.open("cpu", 1)) {
      SmallNetwork net = new SmallNetwork(Init.random(backend, new CounterRng(1)));
      Tensor x = Tensor.of(backend, new float[] {0, 0, 0, 1, 1, 0, 1, 1}, 4, 2);
      int[] xor = {0, 1, 1, 0};
      AdamW adamW = new AdamW(ParameterGroup.byDecay(net.parameters(), 0));
      assertEquals(Math.log(2), crossEntropy(net.forward(x), xor, -1).item(), 0.2);
      for (int step = 0; step < 200; step++) {
        net.learn(x, xor, adamW);
      }
      assertTrue(crossEntropy(net.forward(x), xor, -1).item() < 0.01);
    }
  }

  @Test
  void anOwnRewardRises() {
    try (Backend backend = Backends.open("cpu", 2)) {
      LoadedModel loaded = new ModelFolder(MODEL).load(backend, true);
      SyntheticCorpus corpus = SyntheticCorpus.read(temp.resolve("corpus"));
      var files = corpus.clips().stream().map(c -> CorpusClips.file(corpus.layout(), c)).toList();
      var features =
          new FeatureExtractor(loaded)
              .extract(
                  files, EnumSet.of(PatchToken.FRAME, PatchToken.AUDIO), (done, total, note) -> {});
      List<LabelledClip> clips = CorpusClips.labelled(corpus.clips(), features);
      List<JsonNode> log = OwnReward.train(loaded.model(), clips, temp.resolve("run")).read();
      double first = log.getFirst().get("reward/brevity").asDouble();
      double last = log.getLast().get("reward/brevity").asDouble();
      assertTrue(last > first + 0.5, first + " to " + last);
    }
  }

  @Test
  void anOwnOperationHasTheGradientOfItsDifferences() {
    float[] at = {-3, -0.5f, 0, 0.25f, 2};
    float step = 1e-2f;
    try (Backend backend = Backends.open("cpu", 1)) {
      Tensor x = Tensor.of(backend, at, at.length).requiresGrad(true);
      OwnOp.softplus(x).backward(Tensor.full(backend, 1, at.length));
      float[] gradient = x.grad().toFloats();
      for (int i = 0; i < at.length; i++) {
        Tensor ends = Tensor.of(backend, new float[] {at[i] - step, at[i] + step}, 2);
        float[] y = OwnOp.softplus(ends).toFloats();
        assertEquals((y[1] - y[0]) / (2 * step), gradient[i], 1e-3, "x = " + at[i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AnswerClip", "SmallNetwork", "OwnReward", "OwnOp"})
  void theReadmeShowsTheLinesThatRun(String name) throws IOException {
    Path source = Path.of("src/test/java/org/affectgpt/examples", name + ".java");
    String shown =
        between(
            Files.readString(ROOT.resolve("README.md")),
            "<!-- example: " + name + " -->\\n```java\\n",
            "```\\n");
    String code =
        between(Files.readString(source), " *// example: begin\\n", " *// example: end\\n");
    assertEquals(code.stripTrailing().stripIndent() + "\n", shown);
  }

  private static String between(String text, String begin, String end) {
    Matcher m = Pattern.compile(begin + "(.*?)" + end, Pattern.DOTALL).matcher(text);
    assertTrue(m.find(), "no " + begin);
    return m.group(1);
  }
}
