package org.affectgpt.test.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.affectgpt.cli.Main;
import org.affectgpt.io.media.WavWriter;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.safetensors.SafeTensorsWriter;
import org.affectgpt.io.stored.StoredType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the user gets wrong ends in one line that names it, and exit code 2. */
class BadInputTest {
  @TempDir private static Path temp;
  private static TinyFolders tiny;

  @BeforeAll
  static void make() {
    tiny = TinyFolders.make(temp);
  }

  private static CommandRun infer(Path video, Path audio, Path model) {
    return CommandRun.of(
        "infer", "--video", video, "--audio", audio, "--model", model, "--subtitle", "hello");
  }

  @Test
  void usage() {
    CommandRun.of().refused("a command is missing", "--help");
    CommandRun.of("wherever").refused("wherever", "affectgpt --help");
    CommandRun.of("infer").refused("--video", "affectgpt infer --help");
    CommandRun.of("infer", "--video", "a.mp4", "--color").refused("--color", "infer --help");
    CommandRun.of("infer", "--video", tiny.video(), "--threads", "many")
        .refused("--threads", "many");
    CommandRun.of("infer", "--video", tiny.video(), "--model", tiny.model(), "--threads", "-2")
        .refused("--threads", "-2");
    CommandRun.of("train").refused("CONFIG", "train --help");
  }

  @Test
  void media() throws IOException {
    Path none = temp.resolve("none.mp4");
    infer(none, tiny.audio(), tiny.model()).refused(none.toString(), "no such file");
    infer(tiny.video(), none, tiny.model()).refused(none.toString(), "no such file");
    Path text = Files.writeString(temp.resolve("text.mp4"), "this is no film at all\n".repeat(99));
    infer(text, tiny.audio(), tiny.model()).refused(text.toString());
    Path empty = Files.write(temp.resolve("empty.mp4"), new byte[0]);
    infer(empty, tiny.audio(), tiny.model()).refused(empty.toString());
    Path sound = Files.copy(tiny.audio(), temp.resolve("sound.mp4"));
    infer(sound, tiny.audio(), tiny.model()).refused(sound.toString(), "no video");
    Path silence = temp.resolve("silence.wav");
    WavWriter.write(silence, new float[32000], 16000);
    infer(tiny.video(), silence, tiny.model()).refused(silence.toString(), "silent", "--audio");
  }

  @Test
  void modelFolders() throws IOException {
    Path none = temp.resolve("nothing");
    infer(tiny.video(), tiny.audio(), none).refused(none.toString(), "no such model folder");
    Path missing = copy("missing");
    drop(missing.resolve("llm/model.safetensors"), "model.norm.weight");
    infer(tiny.video(), tiny.audio(), missing).refused(missing.toString(), "model.norm.weight");
    Path damaged = copy("damaged");
    try (FileChannel c =
        FileChannel.open(damaged.resolve("clip/model.safetensors"), StandardOpenOption.WRITE)) {
      c.truncate(c.size() / 2);
    }
    infer(tiny.video(), tiny.audio(), damaged).refused("clip/model.safetensors");
    Path header = copy("header");
    try (FileChannel c =
        FileChannel.open(header.resolve("affectgpt.safetensors"), StandardOpenOption.WRITE)) {
      c.write(ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1}), 0);
    }
    infer(tiny.video(), tiny.audio(), header).refused("affectgpt.safetensors");
    Path bare = copy("bare");
    Files.delete(bare.resolve("hubert/config.json"));
    infer(tiny.video(), tiny.audio(), bare).refused("hubert/config.json", "missing");
    infer(tiny.video(), tiny.audio(), tiny.corpus()).refused("affectgpt.json");
    CommandRun.of("infer", "--video", tiny.video(), "--model", tiny.model(), "--mode", "everything")
        .refused("everything", "frame_text");
    CommandRun.of("infer", "--video", tiny.video(), "--model", tiny.model(), "--mode", "faceonly")
        .refused("faceonly");
  }

  @Test
  void tokenizers() throws IOException {
    Path none = temp.resolve("tokenizer.json");
    CommandRun.of("tokenize", "--tokenizer", none, "x").refused(none.toString());
    Path damaged = Files.writeString(temp.resolve("damaged.json"), "{\"model\": {");
    CommandRun.of("tokenize", "--tokenizer", damaged, "x").refused(damaged.toString());
  }

  private static Path config(String name, String sft) throws IOException {
    return Files.writeString(
        temp.resolve(name + ".yaml"),
        "model: "
            + tiny.model()
            + "\noutput: "
            + temp.resolve("out-" + name)
            + "\ndata: {root: "
            + tiny.corpus()
            + "}\n"
            + sft
            + "\n");
  }

  @Test
  void configurations() throws IOException {
    Path none = temp.resolve("none.yaml");
    CommandRun.of("train", none).refused(none.toString(), "no such configuration file");
    Path unknown = config("unknown", "sft: {setps: 3}");
    CommandRun.of("train", unknown).refused(unknown.toString(), "sft.setps", "steps");
    Path type = config("type", "sft: {steps: many}");
    CommandRun.of("train", type).refused(type.toString(), "sft.steps", "whole number", "many");
    Path list = config("list", "sft: {steps: [1, 2]}");
    CommandRun.of("train", list).refused("sft.steps", "whole number", "[1,2]");
    Path half = config("half", "sft: {steps: 1.5}");
    CommandRun.of("train", half).refused("sft.steps", "whole number", "1.5");
    Path seven = config("seven", "sft: {train_llm: 7}");
    CommandRun.of("train", seven).refused("sft.train_llm", "true or false");
    Path text = config("text", "sft: 3");
    CommandRun.of("train", text).refused("'sft'", "keys and values");
    Path yaml = Files.writeString(temp.resolve("yaml.yaml"), "model: [a, b\noutput: {");
    CommandRun.of("train", yaml).refused(yaml.toString(), "YAML");
    Path good = config("good", "sft: {steps: 2}");
    CommandRun.of("train", good, "--set", "sft.steps").refused("--set", "key=value");
    CommandRun.of("train", good, "--set", "sft.steps=0").refused("steps", "at least 1");
    CommandRun.of("train", good, "--set", "sft.answer_format=loud")
        .refused("answer_format", "loud");
    CommandRun.of("train", good, "--set", "model=" + temp.resolve("no")).refused("no such model");
    CommandRun.of("train", good, "--resume", "--overwrite").refused("--resume", "--overwrite");
    CommandRun.of("grpo", good).refused("grpo");
    CommandRun.of("grpo", good, "--set", "grpo.rewards=[{name: luck}]").refused("luck");
  }

  @Test
  void dataSets() throws IOException {
    Path good = config("data", "sft: {steps: 2}");
    CommandRun.of("train", good, "--set", "data.root=" + temp.resolve("no")).refused("data.root");
    CommandRun.of("train", good, "--set", "data.split=best").refused("data.split", "best");
    CommandRun.of("train", good, "--set", "data.labels=none.csv").refused("none.csv");
    CommandRun.of("train", good, "--set", "data.subtitle_column=french").refused("french");
    Files.writeString(tiny.corpus().resolve("few.csv"), "name,openset\n");
    CommandRun.of("train", good, "--set", "data.labels=few.csv").refused("no clip");
    Files.writeString(tiny.corpus().resolve("lost.csv"), "name,openset\nlost_1,\"[happy]\"\n");
    CommandRun.of("train", good, "--set", "data.labels=lost.csv").refused("lost_1");
    assertFalse(Files.exists(temp.resolve("out-data/log.jsonl")));
  }

  /** Memory that a short run cannot do with ends in a line that says how to give more. */
  @Test
  void outOfMemory() throws IOException, InterruptedException {
    Path good = config("memory", "sft: {steps: 2, batch_size: 8, train_llm: true}");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx24m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                good.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(2, child.waitFor(), said);
    String last = said.lines().toList().getLast();
    assertTrue(last.startsWith("affectgpt: out of memory"), said);
    assertTrue(last.contains("AFFECTGPT_JAVA_OPTS=-Xmx"), last);
    assertFalse(said.contains("\tat "), said);
  }

  private static Path copy(String name) throws IOException {
    Path to = temp.resolve(name);
    try (Stream<Path> files = Files.walk(tiny.model())) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(tiny.model().relativize(file).toString()));
      }
    }
    return to;
  }

  private static void drop(Path file, String tensor) {
    SafeTensorsWriter writer = new SafeTensorsWriter();
    try (SafeTensorsFile source = SafeTensorsFile.open(file)) {
      source.entries().stream()
          .filter(e -> !e.name().equals(tensor))
          .forEach(
              e ->
                  writer.floats(
                      e.name(),
                      StoredType.F32,
                      e.shape().stream().mapToLong(Long::longValue).toArray(),
                      e.toFloats()));
    }
    writer.write(file);
  }
}
