package org.affectgpt.test.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.LoadReport;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.generate.Generator;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.nn.generate.StopRule;
import org.affectgpt.nn.lora.Lora;
import org.affectgpt.nn.lora.LoraConfig;
import org.affectgpt.nn.qwen2.BatchDecoding;
import org.affectgpt.nn.qwen2.DecoderContext;
import org.affectgpt.nn.qwen2.Qwen2Config;
import org.affectgpt.nn.qwen2.Qwen2ForCausalLm;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.DType;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.cpu.CpuBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The decoder against transformers and PEFT. */
class DecoderGoldenTest {
  private final CpuBackend backend = CpuBackend.create(2);

  static Stream<Path> qwen2() {
    return Stream.concat(GoldenFolder.ofKind("qwen2"), GoldenFolder.ofKind("qwen2_tied"));
  }

  static Stream<Path> lora() {
    return GoldenFolder.ofKind("qwen2_lora");
  }

  static Stream<Path> bf16() {
    return GoldenFolder.ofKind("qwen2_bf16");
  }

  private Qwen2ForCausalLm load(GoldenFolder g, String folder, Module.Loading mode) {
    String config = folder + "/config.json";
    Qwen2ForCausalLm lm =
        new Qwen2ForCausalLm(
            Init.empty(backend), Qwen2Config.fromJson(g.text(config), "config.json"));
    LoadReport report = lm.load(g.weights(folder, backend), mode);
    assertEquals(new LoadReport(List.of(), List.of()), report);
    return lm;
  }

  private Tensor ids(int[][] rows) {
    int[] flat = Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray();
    return Tensor.ofInts(backend, flat, rows.length, rows[0].length);
  }

  @ParameterizedTest
  @MethodSource
  void qwen2(Path folder) {
    try (GoldenFolder g = new GoldenFolder(folder)) {
      Qwen2ForCausalLm lm = load(g, ".", Module.Loading.COPY);
      int[][] ids = g.inputRows("input_ids");
      int[][] mask = g.inputRows("attention_mask");
      int[][] plain = new int[ids.length][ids[0].length];
      Arrays.stream(plain).forEach(p -> Arrays.setAll(p, i -> i));
      DecoderContext context = DecoderContext.causal(backend, mask, plain);
      Tensor embeds = lm.model().embed(ids(ids));
      List<Tensor> states = lm.model().hiddenStates(embeds, context);
      for (int i = 0; i < states.size(); i++) {
        if (g.expects("hidden_states." + i)) {
          g.check("hidden_states." + i, states.get(i));
        }
      }
      Tensor hidden = states.getLast();
      g.check("logits", lm.logits(hidden));
      Tensor loss = lm.loss(hidden, g.inputRows("labels"));
      g.check("loss", loss);
      loss.backward();
      g.checkGradients(lm.parameters(), "");
      fromEmbeddings(g, lm);
      greedy(g, lm, ids[0]);
    }
  }

  private void fromEmbeddings(GoldenFolder g, Qwen2ForCausalLm lm) {
    Tensor embeds = g.input("inputs_embeds", backend);
    int time = embeds.dim(1);
    DecoderContext plain = DecoderContext.causal(backend, embeds.dim(0), time);
    g.check("logits_from_embeds", lm.logits(lm.model().forward(embeds, plain)));
    int[][] mask = g.inputRows("left_mask");
    DecoderContext padded = DecoderContext.causal(backend, mask, DecoderContext.positionsOf(mask));
    float[] actual = lm.logits(lm.model().forward(embeds, padded)).toFloats();
    float[] expected = g.expectedFloats("logits_left_padded");
    // at padding the reference attends to everything, which means nothing: compare real tokens
    int vocab = lm.config().vocabSize();
    for (int row = 0; row < mask.length * time; row++) {
      if (mask[row / time][row % time] == 0) {
        Arrays.fill(actual, row * vocab, (row + 1) * vocab, 0);
        Arrays.fill(expected, row * vocab, (row + 1) * vocab, 0);
      }
    }
    g.close("logits_left_padded", expected, actual);
  }

  private void greedy(GoldenFolder g, Qwen2ForCausalLm lm, int[] ids) {
    int[] expected = g.expectedRows("greedy")[0];
    int[] prompt = Arrays.copyOf(ids, 7);
    Tensor embeds = lm.model().embed(ids(new int[][] {prompt})).detach();
    int[] ones = new int[7];
    Arrays.fill(ones, 1);
    int fresh = expected.length - 7;
    Generator generator = new Generator(Sampling.best(), StopRule.of(fresh, -1), 0);
    int[] text =
        generator
            .generate(new BatchDecoding(lm, embeds, new int[][] {ones}, fresh), new CounterRng(0))
            .getFirst()
            .ids();
    assertArrayEquals(Arrays.copyOfRange(expected, 7, expected.length), text);
  }

  @ParameterizedTest
  @MethodSource
  void bf16(Path folder) {
    try (GoldenFolder g = new GoldenFolder(folder)) {
      Qwen2ForCausalLm lm = load(g, ".", Module.Loading.IN_PLACE);
      var q = lm.parameters().get("model.layers.0.self_attn.q_proj.weight");
      assertEquals(DType.BF16, q.value().dtype());
      // the generator casts the whole reference model to bf16 and back, its frequencies included
      lm.model().roundFrequencies(true);
      int[][] ids = g.inputRows("input_ids");
      DecoderContext context = DecoderContext.causal(backend, ids.length, ids[0].length);
      g.check("logits", lm.logits(lm.model().forward(lm.model().embed(ids(ids)), context)));
    }
  }

  @ParameterizedTest
  @MethodSource
  void lora(Path folder) {
    try (GoldenFolder g = new GoldenFolder(folder)) {
      Qwen2ForCausalLm lm = load(g, "base", Module.Loading.IN_PLACE);
      LoraConfig config = LoraConfig.fromJson(g.text("adapter/adapter_config.json"), "adapter");
      Lora.attach(lm, config, Init.random(backend, new CounterRng(0)));
      Map<String, Tensor> adapter = new LinkedHashMap<>();
      g.file("adapter/adapter_model.safetensors", backend)
          .forEach((name, t) -> adapter.put(Lora.parameterName(name), t));
      LoadReport report = lm.load(adapter, Module.Loading.COPY);
      assertEquals(List.of(), report.unexpected());
      assertTrue(report.missing().stream().noneMatch(n -> n.contains("lora_")));
      int[][] ids = g.inputRows("input_ids");
      DecoderContext context = DecoderContext.causal(backend, ids.length, ids[0].length);
      Tensor hidden = lm.model().forward(lm.model().embed(ids(ids)), context);
      g.check("logits", lm.logits(hidden));
      Tensor loss = lm.loss(hidden, g.inputRows("labels"));
      g.check("loss", loss);
      loss.backward();
      g.checkGradients(lm.parameters(), "base_model.model.");
      Lora.merge(lm);
      hidden = lm.model().forward(lm.model().embed(ids(ids)), context);
      g.check("logits", lm.logits(hidden));
    }
  }
}
