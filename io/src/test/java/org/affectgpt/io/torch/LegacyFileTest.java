package org.affectgpt.io.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.weights.WeightFiles;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that torch 2.13 wrote with {@code _use_new_zipfile_serialization=False}. */
class LegacyFileTest {
  @TempDir Path folder;

  private static Path resource(String name) throws Exception {
    return Path.of(Objects.requireNonNull(LegacyFileTest.class.getResource(name), name).toURI());
  }

  private static TensorSource open(String name) throws Exception {
    return WeightFiles.open(resource(name), Arena.ofAuto());
  }

  @Test
  void readsViewsOfSharedStorages() throws Exception {
    TensorSource s = open("legacy_state.pth");
    float[] w = s.entry("w").require(3, 4).toFloats();
    assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, w);
    assertArrayEquals(
        new float[] {0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11}, s.entry("wt").require(4, 3).toFloats());
    assertArrayEquals(new float[] {4, 5, 6, 7}, s.entry("row").require(4).toFloats());
    assertArrayEquals(new float[] {5, 6, 9, 10}, s.entry("tail").require(2, 2).toFloats());
    assertArrayEquals(new float[] {1.5f, -2}, s.entry("h").toFloats());
    assertArrayEquals(new float[] {.5f, 3}, s.entry("b").require(2, 1).toFloats());
    assertArrayEquals(new long[] {1L << 40, -1}, s.entry("i").toLongs());
    assertArrayEquals(new float[] {7.25f}, s.entry("scalar").require().toFloats());
    assertEquals(StoredType.F64, s.entry("d").type());
    assertArrayEquals(new long[] {1, 0}, s.entry("flag").toLongs());
    assertEquals(0, s.entry("none").require(0, 4).elements());
  }

  @Test
  void readsCheckpoints() throws Exception {
    TorchFile file = TorchFile.open(resource("legacy_checkpoint.pth"), Arena.ofAuto());
    Map<?, ?> root = (Map<?, ?>) Objects.requireNonNull(file.root());
    assertEquals(3L, root.get("epoch"));
    assertEquals(List.of(.1, .2), root.get("lr"));
    assertEquals(22, file.source("model").entry("p").require(3, 4).toFloats()[11]);
  }

  @Test
  void listsEveryDtype() throws Exception {
    for (String name : List.of("legacy_dtypes.pth", "all_dtypes.pth")) {
      TensorSource s = open(name);
      assertEquals("C64", s.entry("c64").format());
      assertEquals("C128", s.entry("c128").format());
      assertArrayEquals(new float[] {1.5f, -3}, s.entry("e4").toFloats(), name);
      assertArrayEquals(new float[] {1.5f}, s.entry("e5").toFloats());
      assertArrayEquals(new long[] {65535}, s.entry("u16").toLongs());
      assertArrayEquals(new long[] {(1L << 32) - 1}, s.entry("u32").toLongs());
      assertThrows(InputException.class, s.entry("u64")::toLongs);
      assertEquals(0x1p64f, s.entry("u64").toFloats()[0]);
      assertEquals(11, s.entry("w").toFloats()[11]);
    }
  }

  @Test
  void refusesWhatIsCutOrDamaged() throws Exception {
    byte[] good = Files.readAllBytes(resource("legacy_state.pth"));
    Path file = folder.resolve("cut.pth");
    for (int n = 1; n < good.length; n += 13) {
      Files.write(file, Arrays.copyOf(good, n));
      String message =
          assertThrows(
                  InputException.class,
                  () ->
                      WeightFiles.open(file, Arena.ofAuto())
                          .entries()
                          .forEach(TensorEntry::toFloats))
              .getMessage();
      assertTrue(message.startsWith(file + ": ") && message.lines().count() == 1, message);
    }
  }

  @Test
  void refusesTarByName() throws Exception {
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, tar, 257, 5);
    Path file = Files.write(folder.resolve("old.pt"), tar);
    String message =
        assertThrows(InputException.class, () -> WeightFiles.open(file, Arena.ofAuto()))
            .getMessage();
    assertTrue(message.contains("tar archive") && message.contains("torch.save("), message);
  }
}
