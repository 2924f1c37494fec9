package org.affectgpt.test.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.affectgpt.corpus.CorpusWriter;
import org.affectgpt.corpus.plan.CorpusConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Killed with signal 9 at random moments and begun again, commands leave what unbroken ones leave,
 * bit for bit, and nothing beside it. {@code -Daffectgpt.kills=30} kills each of them so often.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("affectgpt.kills", 2);

  /** So often is one and the same run killed before it may come to its end. */
  private static final int IN_A_ROW = 3;

  private static final String MARK = ".affectgpt.json";

  @TempDir private static Path temp;
  private static TinyFolders tiny;
  private static Path config;

  private final Random random = new Random();

  @BeforeAll
  static void make() throws IOException {
    tiny = TinyFolders.make(temp);
    config =
        Files.writeString(
            temp.resolve("run.yaml"),
            """
            model: MODEL
            output: OUT
            data: {root: ROOT, split: train_machine}
            sft: {steps: 40, batch_size: 2, init_lr: 1.0e-3, train_llm: true, answer_format: think,
              checkpoint_every: 2}
            grpo: {steps: 12, prompts_per_step: 2, group_size: 2, max_new_tokens: 8, kl_coef: 0.1,
              init_lr: 1.0e-2, weight_decay: 0.5, train_llm: true, checkpoint_every: 2,
              rewards: [{name: label_count}]}
            """
                .replace("MODEL", tiny.model().toString())
                .replace("ROOT", tiny.corpus().toString())
                .replace("OUT", temp.resolve("out").toString()));
  }

  /** A command whose output is killed and completed. */
  private abstract static class Work {
    final Path folder;

    Work(String name) throws IOException {
      folder = Files.createDirectories(temp.resolve(name));
    }

    /** What to start, for the first time or again, so that the output gets complete. */
    abstract List<String> command(Path out);

    /** Whether the output is whole, so that beginning again is refused, and only sweeps. */
    boolean whole(Path out) {
      return false;
    }

    /** Files whose bytes must be those of an unbroken run. */
    boolean compared(Path file) {
      return true;
    }
  }

  private static final class Training extends Work {
    private final List<String> args;

    Training(String name, String... args) throws IOException {
      super(name);
      this.args = List.of(args);
    }

    @Override
    List<String> command(Path out) {
      List<String> all = new ArrayList<>(args);
      all.addAll(List.of("--set", "output=" + out));
      if (Files.exists(out.resolve(MARK))) {
        all.add("--resume");
      }
      return all;
    }
  }

  private void killed(Work work) throws IOException, InterruptedException {
    Path whole = work.folder.resolve("whole");
    long start = System.nanoTime();
    ChildRun unbroken = ChildRun.start(temp.resolve("whole.txt"), work.command(whole));
    assertEquals(0, unbroken.end(), unbroken.said());
    long millis = (System.nanoTime() - start) / 1_000_000;
    int kills = 0;
    for (int chain = 0; kills < KILLS; chain++) {
      Path out = work.folder.resolve("out" + chain);
      boolean ended = false;
      for (int i = 0; i < IN_A_ROW && kills < KILLS && !ended; i++) {
        ChildRun child = ChildRun.start(temp.resolve("child.txt"), work.command(out));
        if (child.killAfter(random.nextLong(millis + 1))) {
          kills++;
        } else {
          ended = true;
          assertEquals(0, child.end(), child.said());
        }
      }
      if (!ended) {
        boolean complete = work.whole(out);
        ChildRun last = ChildRun.start(temp.resolve("last.txt"), work.command(out));
        assertEquals(complete ? 2 : 0, last.end(), last.said());
      }
      compare(work, whole, out);
    }
    List<String> beside = names(work.folder).stream().filter(n -> !n.contains("/")).toList();
    assertTrue(beside.stream().noneMatch(n -> n.startsWith(".")), beside.toString());
  }

  private static void compare(Work work, Path whole, Path out) throws IOException {
    assertEquals(names(whole), names(out), "the same files, and no other");
    for (String name : names(whole)) {
      Path file = whole.resolve(name);
      if (Files.isRegularFile(file) && work.compared(file)) {
        assertEquals(-1, Files.mismatch(file, out.resolve(name)), name);
      }
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(f -> folder.relativize(f).toString()).sorted().toList();
    }
  }

  @Test
  void train() throws Exception {
    killed(new Training("train", "train", config.toString()));
  }

  @Test
  void grpo() throws Exception {
    killed(new Training("grpo", "grpo", config.toString()));
  }

  @Test
  void featureMaking() throws Exception {
    Path many = temp.resolve("many");
    new CorpusWriter(CorpusConfig.defaults().withSizes(new CorpusConfig.Sizes(70, 1, 1)))
        .write(many, 2, (done, total) -> {});
    String root = "data.root=" + many;
    killed(
        new Training(
            "features", "train", config.toString(), "--set", root, "--set", "sft.steps=1"));
  }

  @Test
  void convert() throws Exception {
    killed(
        new Work("convert") {
          @Override
          List<String> command(Path out) {
            return List.of(
                "convert",
                "--in",
                tiny.model().toString(),
                "--out",
                out.toString(),
                "--dtype",
                "F32");
          }

          @Override
          boolean whole(Path out) {
            return Files.exists(out);
          }
        });
  }
}
