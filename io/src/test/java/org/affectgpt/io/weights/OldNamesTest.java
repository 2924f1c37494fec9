package org.affectgpt.io.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.LoadReport;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.clip.ClipVisionConfig;
import org.affectgpt.nn.clip.ClipVisionModel;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.nn.hubert.HubertConfig;
import org.affectgpt.nn.hubert.HubertModel;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.backend.Backend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Folders as older libraries wrote them: {@code pytorch_model.bin} with the names and the extra
 * tensors of their time. They load to the same values as the same weights under today's names.
 */
class OldNamesTest {
  private final Backend backend = Backends.open("cpu", 1);

  private static Path folder(String name) throws Exception {
    URL url = OldNamesTest.class.getResource(name);
    assertNotNull(url);
    return Path.of(url.toURI());
  }

  /** Loads the folder both ways and returns the report of the old one. */
  private LoadReport load(String name, BiFunction<Init, String, Module> create, Module.Loading mode)
      throws Exception {
    Path folder = folder(name);
    String config = Files.readString(folder.resolve("config.json"));
    Module old = create.apply(Init.empty(backend), config);
    Module today = create.apply(Init.empty(backend), config);
    LoadReport report = load(old, folder, mode);
    load(today, folder.resolve("expected"), mode);
    assertEquals(today.parameters().keySet(), old.parameters().keySet());
    today
        .parameters()
        .forEach(
            (parameter, value) ->
                assertArrayEquals(
                    value.value().toFloats(),
                    old.parameters().get(parameter).value().toFloats(),
                    parameter));
    return report;
  }

  private LoadReport load(Module module, Path folder, Module.Loading mode) {
    TensorSource source = WeightFiles.open(folder, Arena.ofAuto());
    LoadReport report = ModuleWeights.load(module, source, backend, mode, UnaryOperator.identity());
    report.requireComplete(folder.toString());
    return report;
  }

  /** The model inside HubertForCTC, with {@code weight_g} and {@code weight_v}. */
  @ParameterizedTest
  @EnumSource
  void hubert(Module.Loading mode) throws Exception {
    LoadReport report =
        load("hubert", (i, c) -> new HubertModel(i, HubertConfig.fromJson(c, "config")), mode);
    assertEquals(List.of("lm_head.weight", "lm_head.bias"), report.unexpected());
  }

  /** A whole CLIPModel with the buffers that files had before transformers 4.31. */
  @ParameterizedTest
  @EnumSource
  void clip(Module.Loading mode) throws Exception {
    LoadReport report =
        load("clip", (i, c) -> new ClipVisionModel(i, ClipVisionConfig.fromJson(c, "c")), mode);
    assertTrue(
        report.unexpected().stream().allMatch(OldNamesTest::isText), report.unexpected()::toString);
  }

  /** The text half of a CLIPModel, which is not built. */
  private static boolean isText(String name) {
    return name.startsWith("text_model.")
        || name.equals("text_projection.weight")
        || name.equals("logit_scale");
  }

  /** A tied head stored over the embedding's own storage, and the rotary frequencies. */
  @ParameterizedTest
  @EnumSource
  void qwen2(Module.Loading mode) throws Exception {
    LoadReport report =
        load("qwen2", (i, c) -> new CausalLm(i, DecoderConfig.fromJson(c, "config")), mode);
    assertEquals(List.of(), report.unexpected());
  }

  @Test
  void tiedHeadsShareTheMappedBytes() throws Exception {
    TensorSource source = WeightFiles.open(folder("qwen2"), Arena.ofAuto());
    assertEquals(
        source.entry("model.embed_tokens.weight").data().address(),
        source.entry("lm_head.weight").data().address());
  }
}
