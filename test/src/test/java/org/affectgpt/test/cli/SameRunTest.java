package org.affectgpt.test.cli;

import static org.affectgpt.test.cli.OutputRuns.content;
import static org.affectgpt.test.cli.OutputRuns.done;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.affectgpt.corpus.plan.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run goes on only as the run that it was. */
class SameRunTest {
  @TempDir private static Path temp;
  private static OutputRuns runs;
  private static TinyFolders tiny;

  @BeforeAll
  static void make() throws IOException {
    runs = OutputRuns.make(temp);
    tiny = runs.tiny();
  }

  @Test
  void whatChangedSinceIsNamed() throws IOException {
    Path root = temp.resolve("data");
    copy(tiny.corpus(), root);
    Path model = temp.resolve("start");
    copy(tiny.model(), model);
    Path out = temp.resolve("changed");
    String data = "data.root=" + root;
    String start = "model=" + model;
    done(runs.run("train", out, "--set", data, "--set", start, "--set", "sft.steps=2"));
    Map<String, List<Byte>> before = content(out);

    refuseAfter(root.resolve("track2_train_mercaptionplus.csv"), "[", "[un", out, data, start)
        .refused(out.toString(), "data.labels", "--overwrite");
    refuseAfter(root.resolve("subtitle_chieng.csv"), "I ", "We ", out, data, start)
        .refused(out.toString(), "data.subtitles");
    refuseAfter(root.resolve("track3_train_mercaptionplus.csv"), "The ", "A ", out, data, start)
        .refused(out.toString(), "data.reasons");
    refuseAfter(model.resolve("affectgpt.json"), "0.05", "0.06", out, data, start)
        .refused(out.toString(), "model");
    runs.run(
            "train",
            out,
            "--resume",
            "--set",
            data,
            "--set",
            start,
            "--set",
            "data.split=train_human")
        .refused(out.toString(), "data.split is train_human, was train_machine");
    Path sound = root.resolve("audio").resolve(Split.TRAIN_MACHINE.clipName(1) + ".wav");
    byte[] old = Files.readAllBytes(sound);
    byte[] louder = old.clone();
    for (int i = 44; i + 1 < louder.length; i += 2) {
      louder[i + 1] = (byte) (louder[i + 1] / 2);
      louder[i] = 77;
    }
    Files.write(sound, louder);
    runs.run("train", out, "--resume", "--set", data, "--set", start, "--set", "sft.steps=2")
        .refused(out.toString(), "data.root", "features");
    Files.write(sound, old);
    assertEquals(before, content(out));

    // moved and copied, it is the same data
    Path moved = temp.resolve("moved-data");
    copy(root, moved);
    done(
        runs.run(
            "train",
            out,
            "--resume",
            "--set",
            "data.root=" + moved,
            "--set",
            start,
            "--set",
            "sft.checkpoint_every=1",
            "--set",
            "sft.gradient_checkpointing=true",
            "--set",
            "sft.steps=4"));
    Path whole = temp.resolve("unbroken");
    done(runs.run("train", whole, "--set", data, "--set", start));
    for (String name : List.of("log.jsonl", "model/llm/model.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve(name)), Files.readAllBytes(out.resolve(name)), name);
    }
    // a cosine gives every step another rate
    Path falling = temp.resolve("falling");
    done(runs.run("train", falling, "--set", "sft.min_lr=0"));
    runs.run("train", falling, "--resume", "--set", "sft.min_lr=0", "--set", "sft.steps=6")
        .refused("sft.steps is 6, was 4");
  }

  private static CommandRun refuseAfter(
      Path file, String from, String to, Path out, String data, String start) throws IOException {
    String text = Files.readString(file);
    assertNotEquals(text, text.replace(from, to), file + " has " + from);
    Files.writeString(file, text.replace(from, to));
    try {
      return runs.run(
          "train", out, "--resume", "--set", data, "--set", start, "--set", "sft.steps=2");
    } finally {
      Files.writeString(file, text);
    }
  }

  @Test
  void aLogWithAGapIsNotGoneOnWith() throws IOException {
    Path out = temp.resolve("gap");
    done(runs.run("train", out));
    Path log = out.resolve("log.jsonl");
    List<String> lines = Files.readAllLines(log);
    Files.write(log, List.of(lines.get(0), lines.get(2), lines.get(3)));
    runs.run("train", out, "--resume").refused(log.toString(), "step 2", "--overwrite");
    Files.write(log, List.of(lines.get(0), "{half", lines.get(2)));
    runs.run("train", out, "--resume").refused(log.toString(), "line 2");
    Files.delete(log);
    runs.run("train", out, "--resume").refused(log.toString(), "step 1");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
