package org.affectgpt.io.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.affectgpt.io.media.NativeFolder.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeFolderTest {
  @TempDir Path folder;

  @Test
  void theFirstPlaceThatWillDo() throws IOException {
    Path taken = Files.writeString(folder.resolve("taken"), "a file");
    Path below = taken.resolve("cache");
    Path good = folder.resolve("a/b/cache");
    NativeFolder chosen =
        NativeFolder.choose(List.of(new Place(below, false), new Place(good, false)));
    assertEquals(good, chosen.path());
    try (var left = Files.list(good)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void noPlaceIsOneLineThatNamesThemAll() throws IOException {
    Path taken = Files.writeString(folder.resolve("taken"), "a file");
    NativeFolder none =
        NativeFolder.choose(
            List.of(new Place(taken, false), new Place(taken.resolve("cache"), false)));
    assertNull(none.path());
    assertEquals(1, none.problem().lines().count());
    assertTrue(none.problem().contains(taken.resolve("cache").toString()), none.problem());
    assertTrue(none.problem().endsWith(NativeFolder.REMEDY), none.problem());
  }

  /** In a folder for all, another user may have laid what we would load. */
  @Test
  void aSharedPlaceHasToBeOurs() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertNull(NativeFolder.choose(List.of(new Place(open, true))).path());
    Path link = Files.createSymbolicLink(folder.resolve("link"), open);
    assertNull(NativeFolder.choose(List.of(new Place(link, true))).path());
    Path own = folder.resolve("own");
    assertEquals(own, NativeFolder.choose(List.of(new Place(own, true))).path());
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(own)));
  }
}
