package org.affectgpt.test.cli;

import static org.affectgpt.test.cli.OutputRuns.content;
import static org.affectgpt.test.cli.OutputRuns.done;
import static org.affectgpt.test.cli.OutputRuns.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An output folder belongs to one run, which nothing discards unless that was asked for. */
class OwnershipTest {
  @TempDir private static Path temp;
  private static OutputRuns runs;
  private static TinyFolders tiny;
  private static Path config;

  @BeforeAll
  static void make() throws IOException {
    runs = OutputRuns.make(temp);
    tiny = runs.tiny();
    config = runs.config();
  }

  @Test
  void aFinishedRunIsNotLost() throws IOException {
    Path out = temp.resolve("finished");
    done(runs.run("train", out));
    Map<String, List<Byte>> before = content(out);
    assertTrue(before.containsKey("model/affectgpt.json"), before.keySet().toString());
    assertTrue(before.keySet().stream().noneMatch(n -> n.endsWith(".lock") || n.endsWith(".tmp")));
    runs.run("train", out).refused(out.toString(), "--resume", "--overwrite", "--set output=DIR");
    runs.run("grpo", out).refused(out.toString(), "--resume", "--overwrite");
    runs.run("grpo", out, "--resume").refused(out.toString(), "a run of train");
    runs.run("train", out, "--resume", "--set", "sft.beta2=0.9")
        .refused("sft.beta2 is 0.9, was 0.999");
    runs.run("train", out, "--resume", "--set", "sft.steps=3")
        .refused("4 steps already", "sft.steps", "3");
    assertEquals(before, content(out));
    done(runs.run("train", out, "--resume"));
    assertEquals(before, content(out));

    Files.move(out.resolve("checkpoint.safetensors"), temp.resolve("moved"));
    runs.run("train", out, "--resume").refused("checkpoint.safetensors", "step 4", "--overwrite");
    runs.run("train", out).refused("--resume", "--overwrite");
    before.remove("checkpoint.safetensors");
    assertEquals(before, content(out));

    Files.writeString(out.resolve("notes.md"), "mine");
    done(runs.run("train", out, "--overwrite", "--set", "sft.steps=2"));
    assertEquals("mine", Files.readString(out.resolve("notes.md")));
    assertEquals(2, Files.readAllLines(out.resolve("log.jsonl")).size());
  }

  @Test
  void resumingNothingIsAnErrorThatTouchesNothing() throws IOException {
    Path none = temp.resolve("none");
    runs.run("train", none, "--resume").refused(none.toString(), "no run to go on with");
    assertFalse(Files.exists(none));
    Path empty = Files.createDirectories(temp.resolve("empty"));
    runs.run("grpo", empty, "--resume").refused(empty.toString(), "no run to go on with");
    assertEquals(Map.of(), content(empty));
    Path log = Files.createDirectories(temp.resolve("log"));
    Files.writeString(log.resolve("log.jsonl"), "{\"step\":1}\n");
    for (String how : List.of("--resume", "--overwrite")) {
      runs.run("train", log, how).refused(log.toString(), "log.jsonl");
    }
    runs.run("train", log).refused(log.toString(), "log.jsonl", "--overwrite", "--set output=DIR");
    assertEquals(1, content(log).size());
    runs.run("train", tiny.corpus(), "--overwrite").refused("what corpus made");
  }

  @Test
  void foldersOfOtherPeopleAreRefused() throws IOException {
    Path home = Files.createDirectories(temp.resolve("home"));
    Files.writeString(home.resolve("thesis.tex"), "mine");
    Map<String, List<Byte>> before = content(home);
    for (String how : List.of("", "--overwrite", "--force")) {
      List<Object> end = how.isEmpty() ? List.of() : List.of(how);
      CommandRun.of(with(end, "convert", "--in", tiny.model(), "--out", home))
          .refused(home.toString(), "thesis.tex", "--out");
    }
    for (String how : List.of("", "--overwrite")) {
      List<Object> end = how.isEmpty() ? List.of() : List.of(how);
      runs.run("train", home, end.toArray()).refused(home.toString(), "thesis.tex", "output=DIR");
      runs.run("grpo", home, end.toArray()).refused(home.toString(), "thesis.tex", "output=DIR");
      CommandRun.of(with(end, "corpus", "--clips", "13", "--out", home))
          .refused(home.toString(), "thesis.tex", "--out");
      CommandRun.of(with(end, "rehearse", "--llm", "tiny", "--out", home))
          .refused(home.toString(), "thesis.tex", "--out");
      CommandRun.of(with(end, "demo", "--quick", "--out", home))
          .refused(home.toString(), "thesis.tex", "--out");
    }
    assertEquals(before, content(home));
    Path file = home.resolve("thesis.tex");
    runs.run("train", file).refused(file.toString(), "file");
    CommandRun.of("demo", "--out", file).refused(file.toString(), "file");
    CommandRun.of("rehearse", "--out", file).refused(file.toString(), "folder");
  }

  @Test
  void twoRunsDoNotShareAFolder() throws Exception {
    Path out = temp.resolve("shared");
    List<String> args =
        List.of("train", config.toString(), "--set", "output=" + out, "--set", "sft.steps=100000");
    ChildRun first = ChildRun.start(temp.resolve("first.txt"), args);
    try {
      Path log = out.resolve("log.jsonl");
      while (first.process().isAlive() && !Files.exists(log)) {
        first.process().waitFor(20, TimeUnit.MILLISECONDS);
      }
      assertTrue(first.process().isAlive(), first.said());
      String pid = Long.toString(first.process().pid());
      for (String how : List.of("--resume", "--overwrite")) {
        runs.run("train", out, how).refused(out.toString(), "another run works there", pid);
      }
      runs.run("grpo", out).refused(out.toString(), "another run works there", pid);
      ChildRun second = ChildRun.start(temp.resolve("second.txt"), args);
      assertEquals(2, second.end(), second.said());
      assertTrue(first.process().isAlive(), first.said());
    } finally {
      first.process().destroyForcibly().waitFor();
    }
    // the lock went with its process
    runs.run("train", out).refused("--resume", "--overwrite");
    done(runs.run("train", out, "--overwrite"));
    assertTrue(content(out).keySet().stream().noneMatch(n -> n.contains(".lock")));
  }

  @Test
  void staleTemporaryFilesGo() throws IOException {
    Path out = temp.resolve("stale");
    done(runs.run("train", out, "--set", "sft.steps=2"));
    List<Path> stale = new ArrayList<>();
    for (String name :
        List.of(
            ".log.jsonl.999999999-1.tmp",
            ".checkpoint.safetensors.999999999-31.tmp",
            "model/.affectgpt.json.999999999-1.tmp",
            "model/llm/.model.safetensors.999999999-1.tmp",
            ".affectgpt.lock")) {
      stale.add(Files.writeString(out.resolve(name), "half"));
    }
    runs.run("train", out, "--set", "sft.steps=2").refused("--resume");
    assertEquals(List.of(), stale.stream().filter(Files::exists).toList());
  }

  @Test
  void conversionsAndCorporaAreReplacedOnRequestOnly() throws IOException {
    Path out = temp.resolve("converted");
    Object[] convert = {"convert", "--in", tiny.model(), "--out", out};
    done(CommandRun.of(convert));
    Map<String, List<Byte>> before = content(out);
    CommandRun.of(convert).refused(out.toString(), "--out", "--overwrite");
    assertEquals(before, content(out));
    done(CommandRun.of(with(List.of("--overwrite"), convert)));
    assertEquals(before, content(out));
    Path file = temp.resolve("one.safetensors");
    Object[] single = {
      "convert", "--in", tiny.model().resolve("affectgpt.safetensors"), "--out", file
    };
    done(CommandRun.of(single));
    CommandRun.of(single).refused(file.toString(), "--out", "--overwrite");
    done(CommandRun.of(with(List.of("--overwrite"), single)));
    Path corpus = temp.resolve("made");
    done(CommandRun.of("corpus", "--out", corpus, "--clips", "13"));
    CommandRun.of("corpus", "--out", corpus, "--clips", "13")
        .refused(corpus.toString(), "--out", "--overwrite");
    done(CommandRun.of("corpus", "--out", corpus, "--clips", "14", "--overwrite"));
    CommandRun.of("convert", "--in", tiny.model(), "--out", corpus, "--overwrite")
        .refused("what corpus made");
    try (Stream<Path> left = Files.list(temp)) {
      assertEquals(
          List.of(), left.filter(f -> f.getFileName().toString().startsWith(".")).toList());
    }
  }

  @Test
  void nothingCanBeWritten() throws IOException {
    Path dev = Path.of("/dev/full");
    if (!Files.exists(dev)) {
      return;
    }
    runs.run("train", Path.of("/proc/none")).refused("/proc/none", "--set output=DIR");
    CommandRun.of("convert", "--in", tiny.model(), "--out", "/proc/none")
        .refused("/proc/none", "--out");
    CommandRun.of("demo", "--out", "/proc/none").refused("/proc/none", "--out");
    CommandRun.of("corpus", "--clips", "13", "--out", "/proc/none/a").refused("/proc/none/a");
  }
}
