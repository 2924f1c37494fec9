package org.affectgpt.test.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.affectgpt.infer.text.TextModel;
import org.affectgpt.io.Progress;
import org.affectgpt.io.gguf.GgufFile;
import org.affectgpt.io.gguf.GgufModel;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderContext;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tools.convert.Conversion;
import org.affectgpt.tools.convert.ConversionRequest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Converted models against what the reference computed from the originals. */
class ConversionGoldenTest {
  @TempDir private Path temp;
  private final Backend backend = Backends.open("cpu", 2);

  static Stream<Path> gguf() {
    return ReferenceTensors.ofKind("gguf");
  }

  static Stream<Path> lora() {
    return ReferenceTensors.ofKind("qwen2_lora");
  }

  private Path convert(Path in, String out, Path adapter) {
    Path target = temp.resolve(out);
    new Conversion(
            new ConversionRequest(in, target, StoredType.F32, adapter, Long.MAX_VALUE, false),
            Progress.NONE)
        .run();
    return target;
  }

  private Tensor logits(Path folder, int[][] ids) {
    CausalLm lm = TextModel.open(folder, backend).decoder();
    int[] flat = Arrays.stream(ids).flatMapToInt(Arrays::stream).toArray();
    Tensor embeds =
        lm.model().embed(Tensor.ofInts(backend, flat, ids.length, ids[0].length)).detach();
    DecoderContext context = DecoderContext.causal(backend, ids.length, ids[0].length);
    return lm.logits(lm.model().forward(embeds, context));
  }

  @ParameterizedTest
  @MethodSource("gguf")
  void ggufBecomesAFolder(Path folder) {
    for (String name : List.of("qwen2", "llama")) {
      Path file = folder.resolve(name + ".gguf");
      try (ReferenceTensors g = new ReferenceTensors(folder);
          GgufFile original = GgufFile.open(file)) {
        Path out = convert(file, name, null);
        g.check(name + ".logits", logits(out, g.inputRows("input_ids")));
        GgufModel model = GgufModel.of(original);
        assertEquals(model.config(), TextModel.open(out, backend).config());
        if (original.metadata().has("tokenizer.ggml.model")) {
          Tokenizer tokenizer = Tokenizer.load(out.resolve("tokenizer.json"));
          String text = "Hello  world, don't! 123\n";
          assertArrayEquals(model.tokenizer().tokenizer().encode(text), tokenizer.encode(text));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lora")
  void mergedAdapter(Path folder) {
    try (ReferenceTensors g = new ReferenceTensors(folder)) {
      Path out = convert(folder.resolve("base"), "merged", folder.resolve("adapter"));
      assertTrue(Files.exists(out.resolve("config.json")));
      g.check("logits", logits(out, g.inputRows("input_ids")));
    }
  }
}
