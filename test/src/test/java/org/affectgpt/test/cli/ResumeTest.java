package org.affectgpt.test.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.affectgpt.cli.Main;
import org.affectgpt.config.ConfigFile;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.train.RunStart;
import org.affectgpt.train.TrainFile;
import org.affectgpt.train.TrainSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Killed at any moment and resumed, a run logs what an unbroken one logs, bit for bit. */
class ResumeTest {
  private static final int SFT_STEPS = 10;
  private static final int GRPO_STEPS = 5;

  @TempDir private static Path temp;
  private static Path config;

  @BeforeAll
  static void make() throws IOException {
    TinyFolders tiny = TinyFolders.make(temp);
    config =
        Files.writeString(
            temp.resolve("run.yaml"),
            """
            model: MODEL
            output: OUT
            data: {root: ROOT, split: train_machine}
            sft: {steps: SFT, batch_size: 2, init_lr: 1.0e-3, train_llm: true, answer_format: think,
              single_modality_share: 0.3, description_share: 0.2, checkpoint_every: 3}
            grpo: {steps: RL, prompts_per_step: 2, group_size: 4, max_new_tokens: 12, kl_coef: 0.1,
              init_lr: 1.0e-2, weight_decay: 0.5, train_llm: true, checkpoint_every: 2,
              rewards: [{name: label_count}]}
            """
                .replace("MODEL", tiny.model().toString())
                .replace("ROOT", tiny.corpus().toString())
                .replace("OUT", temp.resolve("out").toString())
                .replace("SFT", Integer.toString(SFT_STEPS))
                .replace("RL", Integer.toString(GRPO_STEPS)));
  }

  private static CommandRun run(String command, String out, Object... more) {
    List<Object> args = new ArrayList<>(List.of(command, config, "--set", "output=" + at(out)));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray());
  }

  private static Path at(String out) {
    return temp.resolve(out);
  }

  private static String log(String out) throws IOException {
    return Files.readString(at(out).resolve("log.jsonl"));
  }

  private static void stopAfter(int steps, String command, String out) {
    TrainFile file =
        new ConfigFile().read(List.of(config), List.of("output=" + at(out)), TrainFile.class);
    TrainSession.Watch watch =
        name ->
            (done, total, note) -> {
              if (done == steps && total <= SFT_STEPS && name.matches("SFT|GRPO")) {
                throw new CancellationException();
              }
            };
    try (Backend backend = Backends.open("cpu", 2)) {
      assertThrows(
          CancellationException.class,
          () -> {
            if (command.equals("train")) {
              TrainSession.sft(file, backend).run(RunStart.FRESH, watch);
            } else {
              TrainSession.grpo(file, backend).run(RunStart.FRESH, watch);
            }
          });
    }
  }

  @Test
  void supervisedTrainingStoppedOrKilled() throws Exception {
    assertEquals(SFT_STEPS, run("train", "whole", "--json").json().get("steps").asInt());
    String whole = log("whole");
    run("train", "whole").refused(at("whole").toString(), "--resume", "--overwrite");
    assertEquals(whole, log("whole"));
    run("train", "whole", "--resume", "--set", "sft.init_lr=0.5")
        .refused("sft.init_lr is 0.5, was 0.001", "--overwrite", "--set output=DIR");
    assertEquals(whole, log("whole"));

    assertEquals(0, run("train", "single", "--threads", 1).code());
    assertEquals(whole, log("single"));

    stopAfter(5, "train", "stopped");
    assertTrue(whole.startsWith(log("stopped")), "the same until it stopped");
    assertEquals(0, run("train", "stopped", "--resume").code());
    assertEquals(whole, log("stopped"));
    assertEquals(
        -1,
        Files.mismatch(
            at("whole").resolve("model/llm/model.safetensors"),
            at("stopped").resolve("model/llm/model.safetensors")));

    kill("killed", 4);
    assertTrue(log("killed").lines().count() < SFT_STEPS, "killed before its end");
    assertEquals(0, run("train", "killed", "--resume").code());
    assertEquals(whole, log("killed"));
  }

  /**
   * An untrained model never earns a reward that differs within a group; weight decay moves it, and
   * the KL term then pulls it back, so that every step depends on the state that must survive.
   */
  @Test
  void policyOptimizationStopped() throws IOException {
    CommandRun run = run("grpo", "rl");
    assertEquals(0, run.code(), run.err());
    String whole = log("rl");
    assertTrue(
        whole.lines().anyMatch(l -> !l.contains("\"grad_norm\":0.0")), "something is learnt");
    assertEquals(0, run("grpo", "rl", "--overwrite", "--threads", 1).code());
    assertEquals(whole, log("rl"));
    stopAfter(3, "grpo", "rl-stopped");
    assertEquals(0, run("grpo", "rl-stopped", "--resume").code());
    assertEquals(whole, log("rl-stopped"));
  }

  /** Runs a process of its own and ends it with SIGKILL once it has logged so many steps. */
  private static void kill(String out, int steps) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                config.toString(),
                "--set",
                "output=" + at(out))
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("child.txt").toFile())
            .start();
    try {
      Path log = at(out).resolve("log.jsonl");
      while (child.isAlive() && !(Files.exists(log) && log(out).lines().count() >= steps)) {
        child.waitFor(5, TimeUnit.MILLISECONDS);
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
  }
}
