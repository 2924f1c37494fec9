package org.affectgpt.tools.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.affectgpt.infer.text.TextModel;
import org.affectgpt.infer.text.TextModelFiles;
import org.affectgpt.io.Progress;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.safetensors.SafeTensorsWriter;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.weights.WeightFiles;
import org.affectgpt.nn.lora.LoraConfig;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ConversionTest {
  /** Relative L2 errors of the logits of a random two-layer decoder; real models are closer. */
  private static final double Q8_BOUND = 0.02;

  private static final double Q4_BOUND = 0.3;

  @TempDir private Path temp;
  private final Backend backend = Backends.open("cpu", 2);

  private ConversionReport convert(
      Path in, String out, @Nullable StoredType type, @Nullable Path adapter, long shard) {
    return new Conversion(
            new ConversionRequest(in, temp.resolve(out), type, adapter, shard, false),
            Progress.NONE)
        .run();
  }

  private ConversionReport convert(Path in, String out, @Nullable StoredType type) {
    return convert(in, out, type, null, Long.MAX_VALUE);
  }

  private float[] logits(Path folder) {
    return TinyFolder.logits(TextModel.open(folder, backend), backend);
  }

  @ParameterizedTest
  @CsvSource({"F32,F32", "F32,BF16", "F32,F16", "BF16,F32", "BF16,BF16", "F16,F32", "F16,F16"})
  void plainFormatsHoldTheRoundedNumbers(StoredType from, StoredType to) {
    Path in = TinyFolder.write(temp.resolve("in"), backend, from, false);
    convert(in, "out", to);
    // a safetensors writer that rounds as the reference does, tested in its own module
    Path expected = TinyFolder.write(temp.resolve("expected"), backend, to, false);
    try (Arena arena = Arena.ofShared()) {
      TensorSource a = WeightFiles.open(temp.resolve("out"), arena);
      TensorSource b =
          WeightFiles.open(from == to || from == StoredType.F32 ? expected : in, arena);
      assertEquals(b.entries().size(), a.entries().size());
      for (TensorEntry e : b.entries()) {
        assertEquals(to, a.entry(e.name()).type());
        assertArrayEquals(e.toFloats(), a.entry(e.name()).toFloats(), e.name());
      }
    }
    float[] ours = logits(temp.resolve("out"));
    assertArrayEquals(logits(from == StoredType.F32 ? expected : in), ours);
  }

  @ParameterizedTest
  @CsvSource({"Q8_0,false", "Q8_0,true", "Q4_0,false", "Q4_0,true"})
  void quantisedModelsAnswerNearly(StoredType type, boolean tied) {
    Path in = TinyFolder.write(temp.resolve("in"), backend, StoredType.F32, tied);
    ConversionReport report = convert(in, "out", type);
    double error = TinyFolder.relativeError(logits(temp.resolve("out")), logits(in));
    double bound = type == StoredType.Q8_0 ? Q8_BOUND : Q4_BOUND;
    assertTrue(error > 0 && error < bound, type + " error " + error);
    // 14 matrices and 11 vectors, the table, perhaps a head
    assertEquals(11, report.tensors().get(StoredType.F32));
    if (type == StoredType.Q4_0) {
      assertEquals(1, report.tensors().get(StoredType.Q8_0));
      assertEquals(10, report.tensors().get(StoredType.Q4_0_R64));
      assertEquals(tied ? 4 : 5, report.tensors().get(StoredType.Q4_0));
    } else {
      // rows of queries, outputs and the feed-forward come in groups of 64
      assertEquals(10, report.tensors().get(StoredType.Q8_0_R64));
      assertEquals(tied ? 5 : 6, report.tensors().get(StoredType.Q8_0));
    }
  }

  @Test
  void quantisingAgainKeepsTheBits() throws IOException {
    Path in = TinyFolder.write(temp.resolve("in"), backend, StoredType.F32, false);
    convert(in, "once", StoredType.Q8_0);
    convert(temp.resolve("once"), "again", StoredType.Q8_0);
    convert(temp.resolve("once"), "kept", null);
    byte[] once = Files.readAllBytes(temp.resolve("once/model.safetensors"));
    assertArrayEquals(once, Files.readAllBytes(temp.resolve("again/model.safetensors")));
    assertArrayEquals(once, Files.readAllBytes(temp.resolve("kept/model.safetensors")));
  }

  @Test
  void shardsAreBoundedAndReadAsOne() throws IOException {
    Path in = TinyFolder.write(temp.resolve("in"), backend, StoredType.F32, false);
    convert(in, "out", StoredType.BF16, null, 40_000);
    List<Path> shards;
    try (Stream<Path> files = Files.list(temp.resolve("out"))) {
      shards = files.filter(f -> f.toString().endsWith(".safetensors")).toList();
    }
    assertTrue(shards.size() > 3, shards.toString());
    for (Path shard : shards) {
      assertTrue(Files.size(shard) < 45_000, shard.toString());
    }
    convert(in, "single", StoredType.BF16);
    assertArrayEquals(logits(temp.resolve("single")), logits(temp.resolve("out")));
  }

  @ParameterizedTest
  @EnumSource(
      value = StoredType.class,
      names = {"F32", "Q8_0"})
  void mergedAdapterAnswersAsTheAttachedOne(StoredType type) throws IOException {
    Path in = TinyFolder.write(temp.resolve("in"), backend, StoredType.F32, false);
    Path adapter = adapter();
    convert(in, "out", type, adapter, Long.MAX_VALUE);
    float[] attached = TinyFolder.logits(TextModelFiles.open(adapter, in).load(backend), backend);
    double error = TinyFolder.relativeError(logits(temp.resolve("out")), attached);
    assertTrue(error < (type == StoredType.F32 ? 1e-5 : 0.05), "error " + error);
    assertTrue(TinyFolder.relativeError(logits(in), attached) > 0.05, "the adapter does nothing");
  }

  /** An adapter of rank 3 on two kinds of layers, one of another alpha. */
  private Path adapter() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("adapter"));
    SafeTensorsWriter writer = new SafeTensorsWriter();
    CounterRng rng = new CounterRng(3);
    for (int layer = 0; layer < 2; layer++) {
      for (String name : List.of("self_attn.k_proj", "mlp.down_proj")) {
        int in = name.startsWith("mlp") ? 128 : TinyFolder.HIDDEN;
        int out = name.startsWith("mlp") ? TinyFolder.HIDDEN : 32;
        String key = "base_model.model.model.layers." + layer + "." + name;
        add(writer, rng, key + ".lora_A.weight", 3, in);
        add(writer, rng, key + ".lora_B.weight", out, 3);
      }
    }
    writer.write(folder.resolve("adapter_model.safetensors"));
    LoraConfig config = new LoraConfig(3, 12, 0, List.of("k_proj", "down_proj"));
    ObjectNode json = config.toJson().put("use_rslora", true);
    json.putObject("alpha_pattern").put("1.self_attn.k_proj", 30);
    Files.writeString(folder.resolve("adapter_config.json"), json.toString());
    return folder;
  }

  private static void add(SafeTensorsWriter writer, CounterRng rng, String name, int... dims) {
    float[] values = new float[dims[0] * dims[1]];
    CounterRng own = rng.split(name);
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.2f * (float) own.nextGaussian();
    }
    writer.floats(name, StoredType.F32, new long[] {dims[0], dims[1]}, values);
  }

  @Test
  void adapterWithoutAPlaceIsRefused() throws IOException {
    Path in = TinyFolder.write(temp.resolve("in"), backend, StoredType.F32, false);
    Path adapter = adapter();
    SafeTensorsWriter writer = new SafeTensorsWriter();
    add(writer, new CounterRng(1), "base_model.model.other.lora_A.weight", 3, 64);
    add(writer, new CounterRng(1), "base_model.model.other.lora_B.weight", 64, 3);
    writer.write(adapter.resolve("adapter_model.safetensors"));
    InputException e =
        assertThrows(InputException.class, () -> convert(in, "out", null, adapter, Long.MAX_VALUE));
    assertTrue(e.getMessage().contains("other.lora_A"), e.getMessage());
    assertFalse(Files.exists(temp.resolve("out")));
  }

  @Test
  void rowsThatBlocksDoNotFitStayBf16() {
    Path file = temp.resolve("odd.safetensors");
    new SafeTensorsWriter()
        .floats("a_proj.weight", StoredType.F32, new long[] {60, 48}, new float[60 * 48])
        .floats("conv.weight", StoredType.F32, new long[] {64, 64}, new float[64 * 64])
        .longs("position_ids", new long[] {2}, new long[] {5, 6})
        .write(file);
    ConversionReport report = convert(file, "out.safetensors", StoredType.Q4_0);
    assertTrue(report.notes().keySet().stream().anyMatch(n -> n.contains("48")));
    try (SafeTensorsFile out = SafeTensorsFile.open(temp.resolve("out.safetensors"))) {
      assertEquals(StoredType.BF16, out.entry("a_proj.weight").type());
      assertEquals(StoredType.F32, out.entry("conv.weight").type());
      assertArrayEquals(new long[] {5, 6}, out.entry("position_ids").toLongs());
    }
  }

  @Test
  void numbersBeyondF16AreRefusedAndNothingAppears() throws IOException {
    Path in = TinyFolder.write(temp.resolve("in"), backend, StoredType.F32, false);
    new SafeTensorsWriter()
        .floats("big.weight", StoredType.F32, new long[] {1}, new float[] {70000})
        .write(in.resolve("model.safetensors"));
    InputException e = assertThrows(InputException.class, () -> convert(in, "out", StoredType.F16));
    assertTrue(e.getMessage().contains("big.weight"), e.getMessage());
    try (Stream<Path> files = Files.list(temp)) {
      assertEquals(List.of(in), files.toList());
    }
  }

  @Test
  void usedFolderNeedsForceAndKeepsOtherFiles() throws IOException {
    Path in = TinyFolder.write(temp.resolve("in"), backend, StoredType.F32, false);
    Path foreign = TinyFolder.write(temp.resolve("foreign"), backend, StoredType.BF16, true);
    List<Path> before = filesOf(foreign);
    ConversionRequest over = new ConversionRequest(in, foreign, StoredType.F32, null, 40_000, true);
    InputException theirs =
        assertThrows(InputException.class, () -> new Conversion(over, Progress.NONE).run());
    assertTrue(theirs.getMessage().contains("no command of this program"), theirs.getMessage());
    assertEquals(before, filesOf(foreign));
    convert(TinyFolder.write(temp.resolve("other"), backend, StoredType.BF16, true), "out", null);
    Path out = temp.resolve("out");
    Files.writeString(out.resolve("notes.md"), "mine");
    InputException used =
        assertThrows(InputException.class, () -> convert(in, "out", StoredType.F32));
    assertTrue(used.getMessage().contains("--overwrite"), used.getMessage());
    ConversionRequest forced = new ConversionRequest(in, out, StoredType.F32, null, 40_000, true);
    new Conversion(forced, Progress.NONE).run();
    assertEquals("mine", Files.readString(out.resolve("notes.md")));
    assertFalse(Files.exists(out.resolve("model.safetensors")));
    assertArrayEquals(logits(in), logits(out));
    InputException same =
        assertThrows(
            InputException.class,
            () ->
                new Conversion(
                        new ConversionRequest(in, in, null, null, 1 << 30, true), Progress.NONE)
                    .run());
    assertTrue(same.getMessage().contains("is the input"), same.getMessage());
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void configurationSaysTheFormatAndComesAlong() throws IOException {
    Path in = TinyFolder.write(temp.resolve("in"), backend, StoredType.F32, true);
    convert(in, "out", StoredType.BF16);
    JsonNode config = new ObjectMapper().readTree(temp.resolve("out/config.json").toFile());
    assertEquals("bfloat16", config.get("torch_dtype").asText());
    assertEquals(
        "{\"eos_token_id\": 7}", Files.readString(temp.resolve("out/generation_config.json")));
  }

  /** A number that no process has, and that of one which runs. */
  @Test
  void leftoversOfKilledConversionsGoThoseOfOthersStay() throws IOException {
    Path in = TinyFolder.write(temp.resolve("in"), backend, StoredType.F32, false);
    long alive = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(1L);
    Path folder = Files.createDirectories(temp.resolve(".out.999999999.tmp/llm"));
    Files.writeString(folder.resolve("model.safetensors"), "half");
    Path file = Files.writeString(temp.resolve(".out.safetensors.999999999-1.tmp"), "half");
    Path working = Files.createDirectories(temp.resolve(".out." + alive + ".tmp"));
    Path other = Files.createDirectories(temp.resolve(".out2.999999999.tmp"));
    Path alike = Files.writeString(temp.resolve(".out.notes.tmp"), "mine");
    convert(in, "out", StoredType.BF16);
    assertFalse(Files.exists(temp.resolve(".out.999999999.tmp")));
    assertTrue(Files.exists(file));
    convert(in, "out.safetensors", StoredType.BF16);
    assertFalse(Files.exists(file));
    for (Path kept : List.of(working, other, alike)) {
      assertTrue(Files.exists(kept), kept.toString());
    }
  }
}
