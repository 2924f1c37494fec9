package org.affectgpt.io.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.dtype.Half;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files written by the reference library (safetensors 0.8, torch). */
class SafeTensorsReferenceTest {
  private static final Path SHARED = Path.of("../../shared/golden");

  @TempDir Path folder;

  private static Path resource(String name) throws URISyntaxException {
    URL url = SafeTensorsReferenceTest.class.getResource(name);
    assertNotNull(url);
    return Path.of(url.toURI());
  }

  @Test
  void readsEveryType() throws Exception {
    try (SafeTensorsFile f = SafeTensorsFile.open(resource("reference.safetensors"))) {
      assertEquals(Map.of("format", "pt"), f.metadata());
      assertEquals(12, f.entries().size());
      assertEquals("ids", f.entries().iterator().next().name());
      assertArrayEquals(new long[] {1, -2, 3, 1L << 40}, f.entry("ids").toLongs());
      assertArrayEquals(new int[] {5, -6}, f.entry("i32").toInts());
      assertArrayEquals(new int[] {-3, 300}, f.entry("i16").toInts());
      assertArrayEquals(new int[] {-128, 127}, f.entry("i8").toInts());
      assertArrayEquals(new int[] {0, 255}, f.entry("u8").toInts());
      assertArrayEquals(new int[] {1, 0, 1}, f.entry("mask").toInts());
      assertArrayEquals(new float[] {1, 0, 1}, f.entry("mask").toFloats());
      assertArrayEquals(new float[] {2.5f}, f.entry("scalar").toFloats());
      assertEquals(List.of(), f.entry("scalar").shape());
      assertArrayEquals(
          new float[] {(float) (1 / 3.0), Float.POSITIVE_INFINITY}, f.entry("f64").toFloats());
      assertEquals(0, f.entry("empty").toFloats().length);
      assertArrayEquals(new int[] {3, 5}, f.entry("b.weight").intShape());
      assertEquals(StoredType.BF16, f.entry("a.bias").require(7).type());
      assertNull(f.find("nothing"));
    }
  }

  @Test
  void saysWhichTensorIsWrong() throws Exception {
    try (SafeTensorsFile f = SafeTensorsFile.open(resource("reference.safetensors"))) {
      assertMessage(() -> f.entry("x"), "reference.safetensors", "'x'");
      assertMessage(() -> f.entry("ids").require(4), "'ids'", "[2, 2]", "[4]");
      assertMessage(() -> f.entry("ids").toInts(), "'ids'", "1099511627776");
      assertMessage(() -> f.entry("half").toLongs(), "'half'", "F16");
    }
  }

  @Test
  void roundsLikeTorch() throws Exception {
    try (SafeTensorsFile f = SafeTensorsFile.open(resource("rounding.safetensors"))) {
      float[] x = f.entry("x").toFloats();
      float[] bf16 = f.entry("bf16").toFloats();
      float[] f16 = f.entry("f16").toFloats();
      for (int i = 0; i < x.length; i++) {
        assertEquals(bf16[i], Half.fromBf16(Half.toBf16(x[i])), "bf16 " + x[i]);
        assertEquals(f16[i], Half.fromF16(Half.toF16(x[i])), "f16 " + x[i]);
      }
      assertTrue(Float.isNaN(Half.fromBf16(Half.toBf16(Float.NaN))));
    }
  }

  @Test
  void writesTheSameBytes() throws Exception {
    Path reference = resource("reference.safetensors");
    Path copy = folder.resolve("copy.safetensors");
    try (SafeTensorsFile f = SafeTensorsFile.open(reference)) {
      SafeTensorsWriter writer = new SafeTensorsWriter();
      f.metadata().forEach(writer::metadata);
      for (TensorEntry e : f.entries().stream().toList().reversed()) {
        long[] shape = e.shape().stream().mapToLong(Long::longValue).toArray();
        switch (e.type()) {
          case F32, F16, BF16 -> writer.floats(e.name(), e.type(), shape, e.toFloats());
          case I64 -> writer.longs(e.name(), shape, e.toLongs());
          case I32 -> writer.ints(e.name(), shape, e.toInts());
          default -> writer.bytes(e.name(), e.type(), shape, e.data());
        }
      }
      writer.write(copy);
    }
    assertEquals(-1, Files.mismatch(reference, copy));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(copy), left.toList());
    }
  }

  @Test
  void readsSharedFolders() throws IOException {
    assumeTrue(Files.isDirectory(SHARED));
    try (Stream<Path> files = Files.walk(SHARED)) {
      for (Path file : files.filter(p -> p.toString().endsWith(".safetensors")).toList()) {
        try (SafeTensorsFile f = SafeTensorsFile.open(file)) {
          f.entries().forEach(TensorEntry::toFloats);
        }
      }
    }
    Path sharded = SHARED.resolve("affectgpt_attention/models/llm");
    SafeTensorsFolder llm = SafeTensorsFolder.open(sharded, Arena.ofAuto());
    assertEquals(2, llm.entry("model.embed_tokens.weight").shape().size());
  }

  private static void assertMessage(Runnable action, String... parts) {
    String message = assertThrows(InputException.class, action::run).getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }
}
