package org.affectgpt.io.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files written by NumPy. */
class NpyArrayTest {
  @TempDir Path folder;

  private static Path resource(String name) throws Exception {
    return Path.of(NpyArrayTest.class.getResource(name).toURI());
  }

  @ParameterizedTest
  @ValueSource(strings = {"u1", "i1", "i2", "i4", "i8", "f2", "f8"})
  void readsEveryType(String name) throws Exception {
    NpyArray array = NpyArray.read(resource(name + ".npy"));
    assertEquals(List.of(3L), array.shape());
    assertArrayEquals(new float[] {0, 1, 100}, array.toFloats());
    if (!array.type().isFloat()) {
      assertArrayEquals(new int[] {0, 1, 100}, array.toInts());
      assertArrayEquals(new long[] {0, 1, 100}, array.toLongs());
    }
    rewritten(array, name);
  }

  @Test
  void readsShapesAndVersions() throws Exception {
    NpyArray array = NpyArray.read(resource("f4.npy"));
    assertArrayEquals(new int[] {2, 3}, array.intShape());
    assertArrayEquals(new float[] {0, .25f, .5f, .75f, 1, 1.25f}, array.toFloats());
    rewritten(array, "f4");
    rewritten(NpyArray.read(resource("scalar.npy")), "scalar");
    rewritten(NpyArray.read(resource("b1.npy")), "b1");
    assertEquals(List.of(2L, 3L), NpyArray.read(resource("fortran.npy")).shape());
    for (String version : List.of("v2.npy", "v3.npy")) {
      assertArrayEquals(new int[] {7, 8}, NpyArray.read(resource(version)).toInts());
      assertEquals(List.of(2L, 1L), NpyArray.read(resource(version)).shape());
    }
  }

  private void rewritten(NpyArray array, String name) throws Exception {
    Path copy = folder.resolve("copy.npy");
    array.write(copy);
    assertEquals(-1, Files.mismatch(copy, resource(name + ".npy")));
  }

  @Test
  void writesArrays() throws Exception {
    NpyArray.of(new long[] {2, 3}, 0f, .25f, .5f, .75f, 1f, 1.25f).write(folder.resolve("a.npy"));
    assertEquals(-1, Files.mismatch(folder.resolve("a.npy"), resource("f4.npy")));
    NpyArray.of(new long[] {3}, 0L, 1L, 100L).write(folder.resolve("b.npy"));
    assertEquals(-1, Files.mismatch(folder.resolve("b.npy"), resource("i8.npy")));
    NpyArray.of(new long[] {3}, 0, 1, 100).write(folder.resolve("c.npy"));
    assertEquals(-1, Files.mismatch(folder.resolve("c.npy"), resource("i4.npy")));
    NpyArray.of(new long[] {3}, new byte[] {0, 1, 100}).write(folder.resolve("d.npy"));
    assertEquals(-1, Files.mismatch(folder.resolve("d.npy"), resource("u1.npy")));
    assertThrows(IllegalArgumentException.class, () -> NpyArray.of(new long[] {2}, 1f));
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    assertMessage(folder.resolve("none.npy"), "no such file");
    byte[] good = Files.readAllBytes(resource("f4.npy"));
    Path bad = folder.resolve("bad.npy");
    Files.write(bad, java.util.Arrays.copyOf(good, good.length - 1));
    assertMessage(bad, "needs 24 bytes");
    Files.write(bad, java.util.Arrays.copyOf(good, 40));
    assertMessage(bad, "damaged");
    Files.writeString(bad, "not an array at all");
    assertMessage(bad, "not an .npy");
    CounterRng rng = new CounterRng(5);
    int refused = 0;
    for (int round = 0; round < 1000; round++) {
      byte[] mutated = good.clone();
      mutated[rng.nextInt(80)] = (byte) rng.nextLong();
      Files.write(bad, mutated);
      try {
        assertTrue(NpyArray.read(bad).toFloats().length <= 24);
      } catch (InputException e) {
        refused++;
      }
    }
    assertTrue(refused > 200, refused + " refused");
  }

  private static void assertMessage(Path file, String part) {
    String message = assertThrows(InputException.class, () -> NpyArray.read(file)).getMessage();
    assertTrue(message.startsWith(file.toString()) && message.contains(part), message);
  }
}
