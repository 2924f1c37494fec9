package org.affectgpt.tools.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.affectgpt.io.Progress;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.safetensors.SafeTensorsWriter;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.model.checkpoint.LoadedModel;
import org.affectgpt.model.checkpoint.ModelFolder;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderContext;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.dtype.DType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped model, with adapters of two layers added to it, converted. */
final class AffectGptConversionTest {
  private static final Path SHIPPED = Path.of("model");
  private static final String LAYER = "llama_model.base_model.model.model.layers.";
  private static final List<String> ADAPTED =
      List.of(
          "self_attn.q_proj",
          "self_attn.k_proj",
          "self_attn.v_proj",
          "self_attn.o_proj",
          "mlp.gate_proj",
          "mlp.up_proj",
          "mlp.down_proj");

  @TempDir private Path temp;
  private final Backend backend = Backends.open("cpu", 2);

  private ConversionReport convert(Path in, Path out, @Nullable StoredType type, boolean merge) {
    ConversionRequest request = new ConversionRequest(in, out, type, null, Long.MAX_VALUE, false);
    return new AffectGptConversion(request, merge, Progress.NONE).run(new ModelFolder(in).parts());
  }

  /** The shipped model with random adapters of rank 2 on every linear layer of the decoder. */
  private Path adapted() throws IOException {
    Path folder = temp.resolve("adapted");
    try (Stream<Path> files = Files.walk(SHIPPED)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = folder.resolve(SHIPPED.relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    Path json = folder.resolve(ModelFolder.CONFIG);
    Files.writeString(
        json, Files.readString(json).replaceFirst("\"lora_r\" : 0", "\"lora_r\" : 2"));
    SafeTensorsWriter writer = new SafeTensorsWriter();
    try (SafeTensorsFile own = SafeTensorsFile.open(SHIPPED.resolve(ModelFolder.WEIGHTS));
        SafeTensorsFile llm = SafeTensorsFile.open(SHIPPED.resolve("llm/model.safetensors"))) {
      for (TensorEntry e : own.entries()) {
        writer.bytes(e.name(), e.type(), longs(e), e.data());
      }
      for (int layer = 0; layer < 4; layer++) {
        for (String name : ADAPTED) {
          TensorEntry w = llm.entry("model.layers." + layer + "." + name + ".weight");
          int[] dims = w.intShape();
          String key = LAYER + layer + "." + name;
          add(writer, key + ".lora_A.default.weight", 2, dims[1]);
          add(writer, key + ".lora_B.default.weight", dims[0], 2);
        }
      }
      writer.write(folder.resolve(ModelFolder.WEIGHTS));
    }
    return folder;
  }

  private static long[] longs(TensorEntry e) {
    return e.shape().stream().mapToLong(Long::longValue).toArray();
  }

  private static void add(SafeTensorsWriter writer, String name, int rows, int columns) {
    CounterRng rng = new CounterRng(9).split(name);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.03f * (float) rng.nextGaussian();
    }
    writer.floats(name, StoredType.F32, new long[] {rows, columns}, values);
  }

  private LoadedModel load(Path folder) {
    return new ModelFolder(folder).load(backend, false);
  }

  private float[] logits(LoadedModel model) {
    int[] ids = {5, 90, 17, 300, 44, 8, 120, 61};
    return NoGrad.call(
        () -> {
          CausalLm lm = model.model().decoder();
          Tensor embeds = lm.model().embed(Tensor.ofInts(backend, ids, 1, ids.length)).detach();
          DecoderContext context = DecoderContext.causal(backend, 1, ids.length);
          return lm.logits(lm.model().forward(embeds, context)).toFloats();
        });
  }

  private static float[][] windows() {
    CounterRng rng = new CounterRng(2);
    float[][] windows = new float[2][4000];
    for (float[] w : windows) {
      for (int i = 0; i < w.length; i++) {
        w[i] = (float) rng.nextGaussian();
      }
    }
    return windows;
  }

  @Test
  void keepsEveryAnswerWithoutAnotherFormat() throws IOException {
    Path in = adapted();
    Path out = temp.resolve("out");
    convert(in, out, null, false);
    LoadedModel a = load(in);
    LoadedModel b = load(out);
    assertArrayEquals(logits(a), logits(b));
    assertArrayEquals(a.encoder().audio(windows()), b.encoder().audio(windows()));
    assertEquals(a.model().config(), b.model().config());
    a.model()
        .fusions()
        .parameters()
        .forEach(
            (name, p) ->
                assertArrayEquals(
                    p.value().toFloats(),
                    b.model().fusions().parameters().get(name).value().toFloats(),
                    name));
  }

  @Test
  void quantisesTheDecoderOnlyAndMergesItsAdapters() throws IOException {
    Path in = adapted();
    Path merged = temp.resolve("merged");
    convert(in, merged, StoredType.F32, true);
    float[] expected = logits(load(in));
    assertTrue(TinyFolder.relativeError(logits(load(merged)), expected) < 1e-5);
    assertTrue(TinyFolder.relativeError(logits(load(SHIPPED)), expected) > 0.02, "no adapter");

    Path quantised = temp.resolve("q8");
    ConversionReport report = convert(in, quantised, StoredType.Q8_0, true);
    LoadedModel model = load(quantised);
    assertEquals(0, model.model().config().lora().rank());
    double error = TinyFolder.relativeError(logits(model), expected);
    assertTrue(error > 0 && error < 0.03, "error " + error);
    assertEquals(
        DType.Q8_0,
        model
            .model()
            .decoder()
            .parameters()
            .get("model.layers.0.mlp.up_proj.weight")
            .value()
            .dtype());
    // four layers of seven matrices, and the tied table; encoders keep their format
    assertEquals(8, report.tensors().get(StoredType.Q8_0));
    assertEquals(21, report.tensors().get(StoredType.Q8_0_R64));
    assertArrayEquals(load(in).encoder().audio(windows()), model.encoder().audio(windows()));
  }

  @Test
  void checkpointThatLacksAFusionIsRefused() throws IOException {
    Path in = adapted();
    new SafeTensorsWriter()
        .floats("strange", StoredType.F32, new long[] {1}, new float[1])
        .write(in.resolve(ModelFolder.WEIGHTS));
    InputException e =
        assertThrows(InputException.class, () -> convert(in, temp.resolve("out"), null, false));
    assertTrue(e.getMessage().contains("lacks the tensor"), e.getMessage());
  }
}
