package org.affectgpt.test.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.affectgpt.infer.text.TextModelFiles;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderContext;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tools.convert.Conversion;
import org.affectgpt.tools.convert.ConversionRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Adapters that PEFT 0.21 saved, attached and merged: the logits are PEFT's. {@code
 * resources/peft/expected.safetensors} holds them by the folder's name.
 */
class PeftAdapterTest {
  private static final Path FOLDERS = resource();

  @TempDir Path temporary;

  private final Backend backend = Backends.open("cpu", 1);
  private final SafeTensorsFile expected =
      SafeTensorsFile.open(FOLDERS.resolve("expected.safetensors"), Arena.ofAuto());

  private static Path resource() {
    try {
      return Path.of(Objects.requireNonNull(PeftAdapterTest.class.getResource("/peft")).toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<String> adapters() throws Exception {
    try (Stream<Path> all = Files.list(FOLDERS)) {
      return all.filter(p -> Files.exists(p.resolve("adapter_config.json")))
          .map(p -> String.valueOf(p.getFileName()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("adapters")
  void answersAsPeftDoesAttachedAndMerged(String name) throws Exception {
    Path adapter = FOLDERS.resolve(name);
    float[] reference = expected.entry(name).toFloats();
    assertClose(reference, logits(adapter), name);
    Path merged = temporary.resolve("merged");
    if (name.equals("lora-bias-bare")) {
      String message =
          assertThrows(InputException.class, () -> merge(adapter, merged)).getMessage();
      assertTrue(message.contains("cannot be merged"), message);
      return;
    }
    merge(adapter, merged);
    if (name.startsWith("half")) {
      requireBits(name, merged);
    } else {
      assertClose(reference, logits(merged), name + ", merged");
    }
  }

  @Test
  void bothRefuseWhatDoesNotFit() throws Exception {
    Path adapter = temporary.resolve("adapter");
    copy(FOLDERS.resolve("layers"), adapter);
    String config = Files.readString(adapter.resolve("adapter_config.json"));
    Files.writeString(
        adapter.resolve("adapter_config.json"),
        config
            .replace("\"../own\"", "\"" + FOLDERS.resolve("own") + "\"")
            .replaceAll(
                "\"layers_to_transform\": \\[\\s*1\\s*\\]", "\"layers_to_transform\": null"));
    String attached = assertThrows(InputException.class, () -> logits(adapter)).getMessage();
    String merged =
        assertThrows(
                InputException.class,
                () -> convert(FOLDERS.resolve("own"), adapter, temporary.resolve("m")))
            .getMessage();
    assertEquals(attached, merged);
    assertTrue(
        attached.contains("layers.0.") && attached.contains("adapter_config.json"), attached);
  }

  private void requireBits(String name, Path merged) {
    SafeTensorsFile file =
        SafeTensorsFile.open(merged.resolve("model.safetensors"), Arena.ofAuto());
    String prefix = name + ".merged.";
    for (TensorEntry e : expected.entries()) {
      if (e.name().startsWith(prefix)) {
        TensorEntry ours = file.entry(e.name().substring(prefix.length()));
        assertEquals(e.type(), ours.type());
        float[] right = e.toFloats();
        float[] values = ours.toFloats();
        int other = 0;
        for (int i = 0; i < right.length; i++) {
          other += right[i] == values[i] ? 0 : 1;
        }
        // sums in another order fall on the other side of a rounding now and then
        assertTrue(other <= right.length / 200, e.name() + ": " + other + " of " + right.length);
      }
    }
  }

  private static void merge(Path adapter, Path out) throws Exception {
    String config = Files.readString(adapter.resolve("adapter_config.json"));
    String base = config.replaceAll("(?s).*\"base_model_name_or_path\": \"../([a-z]+)\".*", "$1");
    convert(FOLDERS.resolve(base), adapter, out);
  }

  private static void convert(Path base, Path adapter, Path out) {
    new Conversion(
            new ConversionRequest(base, out, null, adapter, Long.MAX_VALUE, true),
            (done, total, text) -> {})
        .run();
  }

  private static void copy(Path from, Path to) throws Exception {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private float[] logits(Path model) {
    CausalLm decoder = TextModelFiles.open(model, null).load(backend).decoder();
    long[] wide = expected.entry("ids").toLongs();
    int[] ids = new int[wide.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = (int) wide[i];
    }
    return NoGrad.call(
            () -> {
              Tensor embeds = decoder.model().embed(Tensor.ofInts(backend, ids, 1, ids.length));
              DecoderContext context = DecoderContext.causal(backend, 1, ids.length);
              return decoder.logits(decoder.model().forward(embeds, context));
            })
        .toFloats();
  }

  private static void assertClose(float[] right, float[] values, String what) {
    assertEquals(right.length, values.length, what);
    assertArrayEquals(right, values, 2e-4f, what);
  }
}
