package org.affectgpt.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose an output folder is, and what may be removed from it. */
class OutputFolderTest {
  private static final String DEAD = "999999999";

  @TempDir private Path temp;

  private static void contains(InputException e, String... parts) {
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), e.getMessage() + " lacks " + part);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(f -> !f.equals(folder))
          .map(f -> folder.relativize(f).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void oneProcessAtATime() throws IOException {
    Path out = temp.resolve("out");
    try (OutputFolder first = OutputFolder.open(out, "--out")) {
      assertNull(first.mark());
      contains(
          assertThrows(InputException.class, () -> OutputFolder.open(out, "--out")),
          out.toString(),
          "another run works there",
          Long.toString(ProcessHandle.current().pid()),
          "--out");
    }
    assertFalse(Files.exists(out), "made for nothing, gone again");
    Files.createDirectories(out);
    OutputFolder.open(out, "--out").close();
    assertEquals(List.of(), names(out));
  }

  @Test
  void theLockOfAKilledProcessIsNoObstacle() throws IOException {
    Path out = Files.createDirectories(temp.resolve("out"));
    Files.writeString(out.resolve(".affectgpt.lock"), "process " + DEAD + " since long ago\n");
    Files.writeString(out.resolve(".corpus.affectgpt.lock"), "process " + DEAD + "\n");
    OutputFolder.open(out, "--out").close();
    assertEquals(List.of(), names(out));
  }

  @Test
  void whatIsNotOursIsLeftAlone() throws IOException {
    Path home = Files.createDirectories(temp.resolve("home"));
    Files.writeString(home.resolve("thesis.tex"), "mine");
    Files.writeString(home.resolve(".thesis.tex." + DEAD + "-1.tmp"), "mine too");
    contains(
        assertThrows(InputException.class, () -> OutputFolder.open(home, "--out")),
        home.toString(),
        "thesis.tex",
        "--overwrite",
        "--out");
    assertEquals(2, names(home).size());
    Path file = home.resolve("thesis.tex");
    contains(assertThrows(InputException.class, () -> OutputFolder.open(file, "--out")), "file");
    contains(
        assertThrows(InputException.class, () -> OutputFolder.open(file.resolve("x"), "--out")),
        "file");
  }

  @Test
  void clearingTakesOurFilesAlone() throws IOException {
    Path out = Files.createDirectories(temp.resolve("out"));
    try (OutputFolder folder = OutputFolder.open(out, "--out")) {
      folder.mark(new OutputMark("test", List.of("a/b.txt", "c.txt", "../d.txt"), Map.of()));
    }
    for (String name : List.of("a/b.txt", "a/mine.txt", "c.txt", "notes.md", "../d.txt")) {
      Path file = out.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
    try (OutputFolder folder = OutputFolder.open(out, "--out")) {
      assertEquals(List.of("a/b.txt", "c.txt", "../d.txt"), folder.present());
      folder.clear(List.of("c.txt"));
    }
    assertEquals(List.of(".affectgpt.json", "a", "a/mine.txt", "notes.md"), names(out));
    assertTrue(Files.exists(temp.resolve("d.txt")), "outside of the folder");
  }

  @Test
  void staleFilesAreSweptAtBothEnds() throws IOException {
    Path out = Files.createDirectories(temp.resolve("out"));
    OutputFolder folder = OutputFolder.open(out, "--out");
    folder.mark(new OutputMark("test", List.of("x"), Map.of()));
    folder.close();
    Path stale = Files.writeString(out.resolve(".log.jsonl." + DEAD + "-22.tmp"), "half");
    Path deep = Files.createDirectories(out.resolve("model/llm"));
    Files.writeString(deep.resolve(".model.safetensors." + DEAD + "-1.tmp"), "half");
    Path mine = Files.writeString(out.resolve(".notes.tmp"), "mine");
    try (OutputFolder again = OutputFolder.open(out, "--out")) {
      assertFalse(Files.exists(stale));
      Files.writeString(out.resolve(".y." + DEAD + "-1.tmp"), "half");
      // that of this process: another thread may be at work on it
      Path own = out.resolve(".z." + ProcessHandle.current().pid() + "-1.tmp");
      Files.writeString(own, "half");
      assertTrue(Files.exists(own));
    }
    try (Stream<Path> left = Files.list(deep)) {
      assertEquals(0, left.count());
    }
    assertFalse(Files.exists(out.resolve(".y." + DEAD + "-1.tmp")));
    assertTrue(Files.exists(mine));
  }

  @Test
  void aDamagedMarkIsNotGuessedAt() throws IOException {
    Path out = Files.createDirectories(temp.resolve("out"));
    Files.writeString(out.resolve(".affectgpt.json"), "{");
    contains(
        assertThrows(InputException.class, () -> OutputFolder.open(out, "--out")),
        ".affectgpt.json",
        "damaged");
  }

  private StagedFolder staged(String command, boolean overwrite) {
    return new StagedFolder(temp.resolve("staged"), command, List.of("config.json"), overwrite);
  }

  private void write(boolean overwrite, String... files) throws IOException {
    try (StagedFolder folder = staged("test", overwrite)) {
      for (String file : files) {
        Path at = folder.path().resolve(file);
        Files.createDirectories(at.getParent());
        Files.writeString(at, file);
      }
      folder.commit();
    }
  }

  @Test
  void stagedFoldersAppearWhole() throws IOException {
    Path target = temp.resolve("staged");
    try (StagedFolder folder = staged("test", false)) {
      Files.writeString(folder.path().resolve("half"), "half");
      assertFalse(Files.exists(target));
      contains(assertThrows(InputException.class, () -> staged("test", false)), "another run");
    }
    assertEquals(List.of(), names(temp));
    write(false, "config.json", "llm/a", "llm/config.json");
    assertEquals(
        List.of(".affectgpt.json", "config.json", "llm", "llm/a", "llm/config.json"),
        names(target));
    contains(
        assertThrows(InputException.class, () -> staged("test", false)), "--overwrite", "--out");
    contains(assertThrows(InputException.class, () -> staged("other", true)), "what test made");
    Files.writeString(target.resolve("notes.md"), "mine");
    write(true, "config.json", "llm/b");
    assertEquals(
        List.of(".affectgpt.json", "config.json", "llm", "llm/b", "notes.md"), names(target));
    assertEquals(List.of("staged"), names(temp).stream().filter(n -> !n.contains("/")).toList());
  }

  @Test
  void longNamesFitIntoTheirTemporaryOnes() {
    Path file = temp.resolve("ä".repeat(120) + ".json");
    AtomicFile.write(file, "whole");
    assertTrue(Files.exists(file));
  }
}
