package org.affectgpt.test.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Small runs of training into folders of their own.
 *
 * @param config what they all begin with
 */
record OutputRuns(TinyFolders tiny, Path config) {
  static OutputRuns make(Path temp) throws IOException {
    TinyFolders tiny = TinyFolders.make(temp);
    String text =
        """
            model: MODEL
            output: OUT
            data: {root: ROOT, split: train_machine}
            sft: {steps: 4, batch_size: 2, init_lr: 1.0e-3, train_llm: true, checkpoint_every: 2}
            grpo: {steps: 1, prompts_per_step: 1, group_size: 2, max_new_tokens: 2,
              rewards: [{name: label_count}]}
            """
            .replace("MODEL", tiny.model().toString())
            .replace("ROOT", tiny.corpus().toString())
            .replace("OUT", temp.resolve("out").toString());
    return new OutputRuns(tiny, Files.writeString(temp.resolve("run.yaml"), text));
  }

  CommandRun run(String command, Path out, Object... more) {
    List<Object> args = new ArrayList<>(List.of(command, config, "--set", "output=" + out));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray());
  }

  static void done(CommandRun run) {
    assertEquals(0, run.code(), run.err());
  }

  /** Every file of a folder with its content. */
  static Map<String, List<Byte>> content(Path folder) throws IOException {
    Map<String, List<Byte>> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(OutputRuns::isKept).toList()) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : Files.readAllBytes(file)) {
          bytes.add(b);
        }
        all.put(folder.relativize(file).toString(), bytes);
      }
    }
    return all;
  }

  /** Features are found again or made again, and are no result. */
  private static boolean isKept(Path file) {
    return Files.isRegularFile(file) && !file.getFileName().toString().startsWith("features");
  }

  static Object[] with(List<Object> end, Object... start) {
    List<Object> all = new ArrayList<>(List.of(start));
    all.addAll(end);
    return all.toArray();
  }
}
