package org.affectgpt.test.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.affectgpt.io.gguf.GgufFile;
import org.affectgpt.io.gguf.GgufModel;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.LoadReport;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.decoder.BatchDecoding;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderContext;
import org.affectgpt.nn.generate.Generator;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.nn.generate.StopRule;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.dtype.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** GGUF files against gguf-py, transformers and tokenizers. */
class GgufGoldenTest {
  private static final int PROMPT = 5;

  private final Backend backend = Backends.open("cpu", 2);

  static Stream<Path> folders() {
    return GoldenFolder.ofKind("gguf");
  }

  @ParameterizedTest
  @MethodSource("folders")
  void blocks(Path folder) {
    try (GoldenFolder g = new GoldenFolder(folder);
        GgufFile file = GgufFile.open(folder.resolve("blocks.gguf"))) {
      assertEquals(11, file.entries().size());
      for (TensorEntry e : file.entries()) {
        assertEquals(e.name(), e.type().name().toLowerCase(java.util.Locale.ROOT));
        float[] expected = g.expectedFloats("blocks." + e.name());
        assertArrayEquals(expected, e.toFloats(), e.name());
        float[] part = new float[300];
        e.toFloats(215, part, 1, 299);
        assertArrayEquals(
            Arrays.copyOfRange(expected, 215, 514), Arrays.copyOfRange(part, 1, 300), e.name());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void decoders(Path folder) {
    for (String name : List.of("qwen2", "llama")) {
      try (GoldenFolder g = new GoldenFolder(folder);
          GgufFile file = GgufFile.open(folder.resolve(name + ".gguf"));
          Arena arena = Arena.ofShared()) {
        GgufModel model = GgufModel.of(file);
        assertEquals(name, model.config().modelType());
        CausalLm lm = load(model, arena);
        int[][] ids = g.inputRows("input_ids");
        DecoderContext context = DecoderContext.causal(backend, ids.length, ids[0].length);
        g.check(name + ".logits", lm.logits(lm.model().forward(embed(lm, ids), context)));
        int[] expected = g.expectedRows(name + ".greedy")[0];
        int[] fresh = Arrays.copyOfRange(expected, PROMPT, expected.length);
        assertArrayEquals(fresh, greedy(lm, Arrays.copyOf(ids[0], PROMPT), fresh.length));
      }
    }
  }

  private CausalLm load(GgufModel model, Arena arena) {
    CausalLm lm = new CausalLm(Init.empty(backend), model.config());
    TensorSource weights = model.weights(arena);
    LoadReport report =
        ModuleWeights.load(lm, weights, backend, Module.Loading.IN_PLACE, UnaryOperator.identity());
    assertEquals(new LoadReport(List.of(), List.of()), report);
    Tensor table = lm.parameters().get("model.embed_tokens.weight").value();
    assertEquals(DType.Q8_0, table.dtype());
    return lm;
  }

  private Tensor embed(CausalLm lm, int[][] ids) {
    int[] flat = Arrays.stream(ids).flatMapToInt(Arrays::stream).toArray();
    return lm.model().embed(Tensor.ofInts(backend, flat, ids.length, ids[0].length)).detach();
  }

  private int[] greedy(CausalLm lm, int[] prompt, int fresh) {
    int[] ones = new int[prompt.length];
    Arrays.fill(ones, 1);
    Tensor embeds = embed(lm, new int[][] {prompt});
    return new Generator(Sampling.best(), StopRule.of(fresh, -1), 0)
        .generate(new BatchDecoding(lm, embeds, new int[][] {ones}, fresh), new CounterRng(0))
        .getFirst()
        .ids();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void tokenizer(Path folder) throws Exception {
    JsonNode cases =
        new ObjectMapper().readTree(folder.resolve("meta.json").toFile()).get("tokenizer_cases");
    assertEquals(5, cases.size());
    try (GgufFile file = GgufFile.open(folder.resolve("llama.gguf"))) {
      Tokenizer tokenizer = GgufModel.of(file).tokenizer().tokenizer();
      for (JsonNode c : cases) {
        String text = c.get("text").asText();
        int[] ids = new ObjectMapper().treeToValue(c.get("ids"), int[].class);
        assertArrayEquals(ids, tokenizer.encode(text), text);
        assertEquals(text, tokenizer.decode(ids, false));
      }
    }
  }
}
