package org.affectgpt.io.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.math.BigInteger;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.affectgpt.io.pickle.PythonTuple;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.weights.WeightFiles;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that PyTorch 2.13 wrote. */
class TorchFileTest {
  private static final Path SHARED = Path.of("../../shared/golden");

  private static Path resource(String name) throws Exception {
    URL url = TorchFileTest.class.getResource(name);
    assertNotNull(url);
    return Path.of(url.toURI());
  }

  private static TensorSource open(String name) throws Exception {
    return WeightFiles.open(resource(name), Arena.ofAuto());
  }

  @Test
  void readsEveryType() throws Exception {
    TensorSource file = open("dtypes.pth");
    for (String name : "float64 float32 float16 bfloat16 int64 int32 int16 int8 uint8".split(" ")) {
      TensorEntry entry = file.entry(name).require(2, 3);
      assertArrayEquals(new float[] {0, 1, 2, 3, 100, 5}, entry.toFloats(), name);
      assertEquals(0, entry.data().address() % 64, name);
    }
    assertEquals(StoredType.BF16, file.entry("bfloat16").type());
    assertArrayEquals(new int[] {0, 1, 1, 1, 1, 1}, file.entry("bool").toInts());
    assertArrayEquals(new float[] {2.5f}, file.entry("scalar").require().toFloats());
    assertEquals(0, file.entry("empty").require(0, 3).toFloats().length);
    assertNull(file.find("nothing"));
    assertThrows(InputException.class, () -> file.entry("nothing"));
  }

  @Test
  void copiesOnlyWhatLiesInAnotherOrder() throws Exception {
    TensorSource file = open("views.pth");
    TensorEntry base = file.entry("base").require(4, 6);
    long address = base.data().address();
    assertEquals(address + 24, file.entry("row").require(6).data().address());
    assertEquals(address + 48, file.entry("param").require(2, 6).data().address());
    assertArrayEquals(new float[] {6, 7, 8, 9, 10, 11}, file.entry("row").toFloats());
    float[] transposed = file.entry("transposed").require(6, 4).toFloats();
    float[] permuted = file.entry("permuted").require(4, 2, 3).toFloats();
    for (int i = 0; i < 24; i++) {
      assertEquals(i % 4 * 6 + i / 4, transposed[i]);
      assertEquals(i % 3 * 4 + i / 3 % 2 * 12 + i / 6, permuted[i]);
    }
    assertArrayEquals(new float[] {2, 8, 14, 20}, file.entry("column").toFloats());
    assertArrayEquals(new float[] {1, 4, 13, 16}, file.entry("step").require(2, 2).toFloats());
    assertArrayEquals(
        new float[] {1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3},
        file.entry("expanded").require(3, 4).toFloats());
    assertArrayEquals(new float[] {1, 1, 1, 1, 1}, file.entry("ones").require(5, 1).toFloats());
  }

  @Test
  void readsCheckpointsAsTreeAndInParts() throws Exception {
    TorchFile file = TorchFile.open(resource("checkpoint.pth"), Arena.ofAuto());
    Map<?, ?> root = assertInstanceOf(Map.class, file.root());
    assertEquals(1L, root.get("epoch"));
    assertEquals(0.5, root.get("best"));
    assertEquals("tiny", root.get("name"));
    assertEquals(BigInteger.ONE.shiftLeft(70), root.get("big"));
    assertTrue(root.containsKey("none"));
    assertNull(root.get("none"));
    Map<?, ?> args = assertInstanceOf(Map.class, root.get("args"));
    assertEquals(new PythonTuple(Arrays.asList(1L, 2L)), args.get("sizes"));
    assertEquals(List.of(true, false), args.get("flags"));
    assertEquals(Set.of("a"), args.get("tags"));
    assertEquals(new TorchDtype("bfloat16", StoredType.BF16), args.get("dtype"));
    assertEquals(new PythonTuple(Arrays.asList(2L, 3L)), args.get("shape"));
    assertEquals("cpu", args.get("device"));
    assertEquals(0.25, args.get("loss"));
    assertEquals(3L, args.get("count"));
    assertEquals(true, args.get("ok"));
    TensorSource all = file.source();
    assertEquals(19, all.entries().size());
    assertEquals(1, all.entry("optimizer.state.0.step").toFloats()[0]);
    TensorSource model = file.source("model");
    assertEquals(
        List.of(
            "0.weight",
            "0.bias",
            "1.weight",
            "1.bias",
            "1.running_mean",
            "1.running_var",
            "1.num_batches_tracked"),
        model.entries().stream().map(TensorEntry::name).toList());
    assertEquals(
        all.entry("model.0.weight").data().address(), model.entry("0.weight").data().address());
    assertEquals(12, file.source("optimizer.state").entries().size());
    assertThrows(InputException.class, () -> file.source("ema"));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5})
  void readsLaterProtocols(int protocol) throws Exception {
    TensorSource file = open("protocol" + protocol + ".pth");
    assertEquals(23, file.entry("w").require(4, 6).toFloats()[23]);
  }

  @Test
  void readsShardsAndSingleTensors() throws Exception {
    TensorSource folder = open("sharded");
    assertArrayEquals(new float[] {6, 7, 8, 9, 10, 11}, folder.entry("b").require(6).toFloats());
    assertEquals(2, folder.entries().size());
    assertEquals(List.of(4L, 6L), open("alone.pth").entry("tensor").shape());
  }

  @ParameterizedTest
  @CsvSource({
    "module.pth, 'torch.nn.modules.container.Sequential'",
    "evil.pth, 'posix.system'",
    "script.pth, TorchScript",
  })
  void refusesByName(String name, String part) throws Exception {
    Path file = resource(name);
    String message =
        assertThrows(InputException.class, () -> WeightFiles.open(file, Arena.ofAuto()))
            .getMessage();
    assertTrue(message.startsWith(file + ": ") && message.contains(part), message);
  }

  @ParameterizedTest
  @CsvSource({
    "complex.pth, C64, complex",
    "quantized.pth, qint8, quantised",
    "sparse.pth, sparse, sparse",
  })
  void listsWhatItDoesNotComputeWith(String name, String format, String what) throws Exception {
    TensorSource file = open(name);
    List<TensorEntry> listed = file.entries().stream().filter(e -> !e.type().isComputed()).toList();
    assertFalse(listed.isEmpty(), what);
    assertEquals(format, listed.getFirst().format());
    String message = assertThrows(InputException.class, listed.getFirst()::toFloats).getMessage();
    assertTrue(
        message.contains("tensor '" + listed.getFirst().name() + "' is stored as " + format),
        message);
  }

  @Test
  void readsFloatsOf8BitsAndUnsignedIntegers() throws Exception {
    for (TensorEntry e : open("float8.pth").entries()) {
      assertTrue(e.type().isComputed(), e.name());
      assertEquals(e.elements(), e.toFloats().length);
    }
    for (TensorEntry e : open("uint16.pth").entries()) {
      assertEquals(e.elements(), e.toLongs().length);
    }
  }

  @Test
  void readsSharedCheckpoints() throws Exception {
    assumeTrue(Files.isDirectory(SHARED));
    try (Stream<Path> files = Files.walk(SHARED)) {
      for (Path path : files.filter(p -> p.toString().endsWith(".pth")).toList()) {
        TorchFile file = TorchFile.open(path, Arena.ofAuto());
        assertFalse(file.source("model").entries().isEmpty());
        file.source("model").entries().forEach(TensorEntry::toFloats);
        assertEquals(
            Set.of("model", "optimizer", "config", "scaler", "epoch"),
            ((Map<?, ?>) file.root()).keySet());
      }
    }
  }
}
