package org.affectgpt.test.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.affectgpt.nn.EncoderOutput;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.LoadReport;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.clip.ClipVisionConfig;
import org.affectgpt.nn.clip.ClipVisionModel;
import org.affectgpt.nn.hubert.HubertConfig;
import org.affectgpt.nn.hubert.HubertModel;
import org.affectgpt.nn.qformer.QFormerConfig;
import org.affectgpt.nn.qformer.QFormerModel;
import org.affectgpt.nn.qformer.QFormerNames;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.cpu.CpuBackend;
import org.affectgpt.tensor.ops.Add;
import org.affectgpt.tensor.ops.Mean;
import org.affectgpt.tensor.ops.Mul;
import org.affectgpt.tensor.ops.Repeat;
import org.affectgpt.tensor.ops.Scale;
import org.affectgpt.tensor.ops.Sum;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** CLIP, HuBERT and the Q-Former against transformers: hidden states, outputs, gradients. */
class EncoderGoldenTest {
  private final CpuBackend backend = CpuBackend.create(2);

  static Stream<Path> clip() {
    return GoldenFolder.ofKind("clip");
  }

  static Stream<Path> hubert() {
    return GoldenFolder.ofKind("hubert");
  }

  static Stream<Path> qformer() {
    return GoldenFolder.ofKind("qformer");
  }

  private void load(Module model, GoldenFolder g) {
    LoadReport report = model.load(g.weights(".", backend), Module.Loading.COPY);
    report.requireComplete("golden");
    assertTrue(
        report.unexpected().stream().allMatch(ClipVisionModel::isTextTensor),
        report.unexpected()::toString);
  }

  private Tensor loss(GoldenFolder g, Tensor features) {
    return Sum.sum(Mul.mul(features, g.input("loss_weight", backend)));
  }

  @ParameterizedTest
  @MethodSource
  void clip(Path folder) {
    try (GoldenFolder g = new GoldenFolder(folder)) {
      ClipVisionModel model =
          new ClipVisionModel(
              Init.empty(backend), ClipVisionConfig.fromJson(g.text("config.json"), "config.json"));
      load(model, g);
      Tensor pixels = g.input("pixel_values", backend).requiresGrad(true);
      EncoderOutput out = model.encode(pixels);
      checkStates(g, out.hiddenStates());
      Tensor pooled = model.pool(out);
      g.check("pooler_output", pooled);
      Tensor features = model.project(pooled);
      g.check("image_features", features);
      Tensor loss = loss(g, features);
      g.check("loss", loss);
      loss.backward();
      g.checkGradients(model.parameters(), "");
      g.check("grad_pixel_values", pixels.grad());
    }
  }

  private static void checkStates(GoldenFolder g, List<Tensor> states) {
    for (int i = 0; i < states.size(); i++) {
      g.check("hidden_states." + i, states.get(i));
    }
    assertEquals(false, g.expects("hidden_states." + states.size()));
  }

  @ParameterizedTest
  @MethodSource
  void hubert(Path folder) {
    try (GoldenFolder g = new GoldenFolder(folder)) {
      HubertModel model =
          new HubertModel(
              Init.empty(backend), HubertConfig.fromJson(g.text("config.json"), "config.json"));
      load(model, g);
      EncoderOutput out = model.forward(g.expected("input_values", backend));
      List<Tensor> states = new ArrayList<>(out.hiddenStates());
      // these folders are transformers 5's, which lists the last layer before the final norm
      states.set(states.size() - 1, out.lastLayer());
      if (g.expects("last_hidden_state")) {
        g.check("last_hidden_state", out.hiddenStates().getLast());
      }
      checkStates(g, states);
      Tensor sum = states.getLast();
      for (int i = 2; i <= 4; i++) {
        sum = Add.add(sum, states.get(states.size() - i));
      }
      Tensor features = Mean.mean(Scale.scale(sum, 0.25f), 1, false);
      g.check("last4_time_mean", features);
      Tensor loss = loss(g, features);
      g.check("loss", loss);
      loss.backward();
      g.checkGradients(model.parameters(), "");
    }
  }

  @ParameterizedTest
  @MethodSource
  void qformer(Path folder) {
    try (GoldenFolder g = new GoldenFolder(folder)) {
      QFormerModel model =
          new QFormerModel(
              Init.empty(backend),
              QFormerConfig.fromJson(g.text("config.json"), "config.json"),
              QFormerNames.BLIP2);
      load(model, g);
      Tensor encoded = g.input("encoder_hidden_states", backend);
      int[][] mask = g.inputRows("encoder_attention_mask");
      int[] flat = Stream.of(mask).flatMapToInt(Arrays::stream).toArray();
      Tensor keyMask = Tensor.ofInts(backend, flat, mask.length, mask[0].length);
      Tensor queries = Repeat.repeatRows(g.input("query_embeds", backend), mask.length);
      Tensor out = model.forward(queries, encoded, keyMask);
      g.check("last_hidden_state", out);
      Tensor loss = loss(g, out);
      g.check("loss", loss);
      loss.backward();
      g.checkGradients(model.parameters(), "");
    }
  }
}
