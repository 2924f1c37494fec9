package org.affectgpt.io.npz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.affectgpt.io.npy.NpyArray;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.weights.WeightFiles;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that NumPy 2.4 wrote. */
class NpzFileTest {
  @TempDir Path folder;

  private static Path resource(String name) throws Exception {
    URL url = NpzFileTest.class.getResource(name);
    assertNotNull(url);
    return Path.of(url.toURI());
  }

  private static NpzFile open(String name) throws Exception {
    return NpzFile.open(resource(name), Arena.ofAuto());
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored.npz", "compressed.npz"})
  void readsNumbersTextsAndObjects(String name) throws Exception {
    NpzFile file = open(name);
    assertEquals(
        List.of("f4", "fortran", "b", "scalar", "names", "labels", "objects"),
        file.entries().stream().map(TensorEntry::name).toList());
    assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, file.entry("f4").require(2, 3).toFloats());
    assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5}, file.entry("fortran").require(2, 3).toInts());
    assertArrayEquals(new int[] {1, 0}, file.entry("b").toInts());
    assertArrayEquals(new float[] {1.5f}, file.entry("scalar").require().toFloats());
    assertEquals(List.of("a", "grüße 😀", ""), file.texts("names"));
    assertEquals(List.of("x", "yy"), file.texts("objects"));
    assertEquals(
        List.of(
            Map.of("a", Map.of("emo", "happy", "val", -0.5), "b", Map.of("emo", 3L, "val", 2.0))),
        file.objects("labels"));
    assertNull(file.find("names"));
    assertNull(file.find("nothing"));
    assertTrue(file.has("labels"));
    for (Runnable wrong :
        List.<Runnable>of(
            () -> file.entry("names"),
            () -> file.entry("nothing"),
            () -> file.texts("f4"),
            () -> file.texts("labels"),
            () -> file.objects("names"))) {
      String message = assertThrows(InputException.class, wrong::run).getMessage();
      assertTrue(message.contains(name + ": "), message);
    }
  }

  @Test
  void readsResultsOfTheOriginal() throws Exception {
    assertEquals(
        List.of(Map.of("sample_0", "In the text", "sample_1", "happy")),
        open("name2reason.npz").objects("name2reason"));
    NpzFile openset = open("openset.npz");
    assertEquals(List.of("s0", "s1"), openset.texts("filenames"));
    assertEquals(List.of("[happy, excited]", "[sad]"), openset.texts("fileitems"));
  }

  @Test
  void refusesCodeAndForeignArrays() throws Exception {
    NpzFile evil = open("evil.npz");
    String message = assertThrows(InputException.class, () -> evil.objects("x")).getMessage();
    assertTrue(
        message.contains("evil.npz, array 'x'") && message.contains("builtins.eval"), message);
    refused(folder.resolve("none.npz"), "no such file");
    Path text = Files.writeString(folder.resolve("t.npz"), "x");
    refused(text, "not an .npz");
    refused(
        zip("x.txt", "hello".getBytes(StandardCharsets.US_ASCII)), "'x.txt' is stored as a file");
    refused(zip("x.npy", "hello".getBytes(StandardCharsets.US_ASCII)), "'x' is not an .npy");
  }

  private Path zip(String name, byte[] content) throws IOException {
    Path file = folder.resolve("z.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
    return file;
  }

  private static void refused(Path file, String part) {
    String message =
        assertThrows(
                InputException.class,
                () ->
                    WeightFiles.open(file, Arena.ofAuto()).entries().forEach(TensorEntry::toFloats))
            .getMessage();
    assertTrue(message.startsWith(file.toString()) && message.contains(part), message);
  }

  /** Zeros shrink a thousandfold; a small file of them must not fill the memory. */
  @Test
  void refusesBombs() throws IOException {
    Path array = folder.resolve("zeros.npy");
    NpyArray.of(new long[] {20 << 20}, new byte[20 << 20]).write(array);
    refused(zip("x.npy", Files.readAllBytes(array)), "would inflate");
    NpyArray.of(new long[] {1 << 20}, new byte[1 << 20]).write(array);
    NpzFile small = NpzFile.open(zip("x.npy", Files.readAllBytes(array)), Arena.ofAuto());
    assertEquals(List.of(1L << 20), small.entry("x").shape());
  }

  @Test
  void survivesTruncation() throws Exception {
    for (String name : List.of("stored.npz", "compressed.npz")) {
      byte[] good;
      try (InputStream in = NpzFileTest.class.getResourceAsStream(name)) {
        assertNotNull(in);
        good = in.readAllBytes();
      }
      Path file = folder.resolve(name);
      for (int length = 0; length < good.length; length += 31) {
        Files.write(file, Arrays.copyOf(good, length));
        assertThrows(InputException.class, () -> NpzFile.open(file, Arena.ofAuto()));
      }
    }
  }
}
