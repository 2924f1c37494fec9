package org.affectgpt.test.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.affectgpt.io.npy.NpyArray;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every place of the command line where a file is named, with everything that may be there instead:
 * exit code 2 and one line in the user's own words, with the user's own path.
 */
class BadFilesTest {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** What only programmers know. */
  private static final Pattern JARGON =
      Pattern.compile(
          "\\bjava|jackson|Exception|\\bError\\b|internal|picocli|snakeyaml|ffmpeg_|nio|REDACTED"
              + "|\\borg\\.|(?<!')\\bnull\\b|\\[Source|errno|Malformed|Input length");

  @TempDir private static Path temp;
  private static TinyFolders tiny;
  private static Path config;
  private static Path table;
  private static Path faces;

  /** A place for a file: the command, in which FILE stands for it. */
  record Slot(String name, Good good, String... command) {
    @Override
    public String toString() {
      return String.join(" ", command);
    }
  }

  /** A file that would do. */
  interface Good {
    Path path() throws IOException;
  }

  private static final List<Slot> SLOTS =
      List.of(
          new Slot("clip.mp4", () -> tiny.video(), "infer", "--video", "FILE"),
          new Slot("a.wav", () -> tiny.audio(), "infer", "--video", "VIDEO", "--audio", "FILE"),
          new Slot("image.png", () -> tiny.video(), "infer", "--image", "FILE"),
          new Slot("face.npy", () -> faces, "infer", "--mode", "faceonly", "--face", "FILE"),
          new Slot("model", () -> tiny.video(), "infer", "--video", "VIDEO", "--model", "FILE"),
          new Slot("m.gguf", () -> weights(), "generate", "--prompt", "x", "--model", "FILE"),
          new Slot("folder", () -> weights(), "generate", "--prompt", "x", "--model", "FILE"),
          new Slot("tokenizer.json", () -> tokenizer(), "tokenize", "--tokenizer", "FILE", "x"),
          new Slot("vocab.gguf", () -> weights(), "tokenize", "--tokenizer", "FILE", "x"),
          new Slot("w.safetensors", () -> weights(), "inspect", "FILE"),
          new Slot("w.gguf", () -> weights(), "inspect", "FILE"),
          new Slot("w.pth", () -> weights(), "inspect", "FILE"),
          new Slot("w.npz", () -> weights(), "inspect", "FILE"),
          new Slot("w.npy", () -> faces, "inspect", "FILE"),
          new Slot("w.bin", () -> weights(), "inspect", "FILE"),
          new Slot("w.safetensors", () -> weights(), "convert", "--in", "FILE", "--out", "OUT"),
          new Slot("w.gguf", () -> weights(), "convert", "--in", "FILE", "--out", "OUT"),
          new Slot("gt.csv", () -> table, "score", "--gt", "FILE", "--pred", "TABLE"),
          new Slot("pred.csv", () -> table, "score", "--gt", "TABLE", "--pred", "FILE"),
          new Slot("pred.npz", () -> weights(), "score", "--gt", "TABLE", "--pred", "FILE"),
          new Slot("run.yaml", () -> config, "train", "FILE"),
          new Slot("run.yaml", () -> config, "grpo", "FILE"),
          new Slot("labels.csv", () -> table, "train", "CONFIG", "--set", "data.labels=FILE"),
          new Slot("golden", () -> weights(), "verify", "FILE"));

  @BeforeAll
  static void make() throws IOException {
    tiny = TinyFolders.make(temp);
    config = temp.resolve("good.yaml");
    Files.writeString(
        config,
        "model: %s\noutput: %s\ndata: {root: %s}\nsft: {steps: 2}\n"
            .formatted(tiny.model(), temp.resolve("run"), tiny.corpus()));
    table = Files.writeString(temp.resolve("good.csv"), "name,openset\na,[happy]\n");
    faces = temp.resolve("good.npy");
    NpyArray.of(new long[] {2, 20, 16, 3}, new byte[2 * 20 * 16 * 3]).write(faces);
  }

  private static Path weights() {
    return tiny.model().resolve("llm/model.safetensors");
  }

  private static Path tokenizer() {
    return tiny.model().resolve("llm/tokenizer.json");
  }

  static Stream<Arguments> all() {
    return SLOTS.stream()
        .flatMap(
            slot ->
                Arrays.stream(BadFile.values())
                    .filter(bad -> !isPlayed(slot, bad))
                    .map(bad -> Arguments.of(slot, bad)));
  }

  /** Of a sound file that was cut, the rest is heard, as every player does. */
  private static boolean isPlayed(Slot slot, BadFile bad) {
    return slot.name().endsWith(".wav") && bad == BadFile.CUT;
  }

  @ParameterizedTest
  @MethodSource("all")
  void isOneLine(Slot slot, BadFile bad) throws IOException {
    Path file = bad.make(temp, slot.name(), slot.good().path());
    List<Object> command = new ArrayList<>();
    for (String word : slot.command()) {
      command.add(
          word.replace("FILE", file.toString())
              .replace("VIDEO", tiny.video().toString())
              .replace("TABLE", table.toString())
              .replace("CONFIG", config.toString())
              .replace("OUT", file + ".out"));
    }
    if (slot.toString().startsWith("infer") && !slot.toString().contains("--model")) {
      command.addAll(List.of("--model", tiny.model()));
    }
    CommandRun run =
        assertTimeoutPreemptively(LONGEST, () -> CommandRun.of(command.toArray(Object[]::new)));
    assertEquals(2, run.code(), run.out() + run.err());
    List<String> said = run.err().lines().filter(l -> l.startsWith("affectgpt: ")).toList();
    assertEquals(1, said.size(), run.err());
    String line = said.getFirst();
    assertEquals(line, run.err().lines().toList().getLast());
    assertTrue(line.contains(file.toString()), line);
    assertFalse(JARGON.matcher(line.replace(file.toString(), "FILE")).find(), line);
  }
}
