package org.affectgpt.test.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.affectgpt.corpus.plan.Split;
import org.affectgpt.io.media.WavWriter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One bad clip costs neither the whole run nor a run a fault. */
class BadClipsTest {
  @TempDir private static Path temp;
  private static TinyFolders tiny;
  private static int corpora;

  private Path corpus = Path.of(".");
  private Path out = Path.of(".");

  @BeforeAll
  static void make() {
    tiny = TinyFolders.make(temp);
  }

  /** A copy of the corpus of its own, eight clips in its machine split. */
  @BeforeEach
  void copy() throws IOException {
    corpus = temp.resolve("corpus" + ++corpora);
    out = temp.resolve("out" + corpora);
    try (Stream<Path> files = Files.walk(tiny.corpus())) {
      for (Path file : files.toList()) {
        Files.copy(file, corpus.resolve(tiny.corpus().relativize(file).toString()));
      }
    }
  }

  private static String name(int i) {
    return Split.TRAIN_MACHINE.clipName(i);
  }

  private Path video(int i) {
    return corpus.resolve("video").resolve(name(i) + ".mp4");
  }

  private Path audio(int i) {
    return corpus.resolve("audio").resolve(name(i) + ".wav");
  }

  private Path labels() {
    return corpus.resolve("track2_train_mercaptionplus.csv");
  }

  private CommandRun train(Object... more) throws IOException {
    Path config =
        Files.writeString(
            temp.resolve("c" + corpora + ".yaml"),
            "model: "
                + tiny.model()
                + "\noutput: "
                + out
                + "\ndata: {root: "
                + corpus
                + "}\nsft: {steps: 2, batch_size: 2, train_llm: true, init_lr: 1.0e-5}\n");
    List<Object> args = new ArrayList<>(List.of("train", config));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray());
  }

  private void spoil() throws IOException {
    Files.delete(video(0));
    Files.write(video(1), new byte[0]);
    Files.writeString(
        video(2), "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n");
    Files.writeString(video(3), "<html><body>404</body></html>");
    Files.write(audio(4), new byte[5000]);
    String table = Files.readString(labels());
    List<String> lines = new ArrayList<>(table.lines().toList());
    lines.set(6, name(5) + ",[");
    lines.add(name(6) + ",[sad]");
    Files.write(labels(), lines);
  }

  @Test
  void allFaultsAreToldAtOnce() throws IOException {
    spoil();
    CommandRun run = train();
    run.refused("7 of 8 clips", name(0), "--skip-bad");
    List<String> lines = run.err().lines().filter(l -> l.startsWith("clip '")).toList();
    assertEquals(7, lines.size(), run.err());
    List<List<String>> wanted =
        List.of(
            List.of(name(0), video(0) + ": no such file", "row 1 (line 2)", labels().toString()),
            List.of(name(1), video(1) + ": is empty"),
            List.of(name(2), video(2) + "", "LFS"),
            List.of(name(3), video(3) + "", "web page"),
            List.of(name(4), audio(4) + ": holds nothing but zeros", "row 5 (line 6)"),
            List.of(name(5), "'['", "row 6 (line 7)"),
            List.of(name(6), "2 times", "row 7 (line 8)", "row 9 (line 10)"));
    for (int i = 0; i < wanted.size(); i++) {
      for (String part : wanted.get(i)) {
        assertTrue(lines.get(i).contains(part), lines.get(i) + " lacks " + part);
      }
    }
    assertFalse(Files.exists(out.resolve("log.jsonl")));
  }

  @Test
  void skippedClipsAreNamed() throws IOException {
    spoil();
    CommandRun run = train("--skip-bad");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.err().contains("7 of 8 clips cannot be used and are left out"), run.err());
    List<String> skipped = Files.readAllLines(out.resolve("skipped.txt"));
    assertEquals(7, skipped.size());
    assertTrue(skipped.getFirst().startsWith(name(0) + "\t"), skipped.getFirst());
    assertEquals(2, Files.readAllLines(out.resolve("log.jsonl")).size());
    Files.delete(video(7));
    train("--skip-bad", "--overwrite").refused("8 of 8", "none is left");
  }

  /**
   * Damage that only decoding shows, and silence, which train does not hear of in infer's words.
   */
  @Test
  void faultsOfDecodingAreTreatedAlike() throws IOException {
    byte[] film = Files.readAllBytes(video(2));
    Arrays.fill(film, 64, film.length, (byte) 7);
    Files.write(video(2), film);
    WavWriter.write(audio(4), new float[16000], 16000);
    CommandRun run = train();
    run.refused("2 of 8 clips");
    assertTrue(run.err().contains("clip '" + name(2) + "'"), run.err());
    assertTrue(run.err().contains(audio(4) + ": the sound is silent"), run.err());
    assertFalse(run.err().contains("--audio"), run.err());
    run = train("--skip-bad");
    assertEquals(0, run.code(), run.err());
    assertEquals(2, Files.readAllLines(out.resolve("skipped.txt")).size());
  }

  /** Features are found again; where a clip changed or an entry is lost, its batch is read anew. */
  @Test
  void featuresAreKept() throws IOException {
    assertEquals(0, train().code());
    Path store = out.resolve("features.store");
    long whole = Files.size(store);
    String log = Files.readString(out.resolve("log.jsonl"));
    CommandRun again = train("--overwrite");
    assertFalse(again.err().contains("reading clips"), again.err());
    assertEquals(whole, Files.size(store));
    assertEquals(log, Files.readString(out.resolve("log.jsonl")));
    Files.setLastModifiedTime(audio(3), FileTime.fromMillis(1_000_000_000_000L));
    assertEquals(0, train("--overwrite").code());
    assertTrue(Files.size(store) > whole, "its batch again");
    assertEquals(log, Files.readString(out.resolve("log.jsonl")), "made as the first time");
    Files.write(store, Arrays.copyOf(Files.readAllBytes(store), (int) whole / 2));
    assertEquals(0, train("--overwrite").code());
    assertEquals(log, Files.readString(out.resolve("log.jsonl")));
  }

  @Test
  void longAndMarkedSubtitlesTrain() throws IOException {
    Path table = corpus.resolve("subtitle_chieng.csv");
    List<String> lines = new ArrayList<>(Files.readAllLines(table));
    lines.set(1, name(0) + ",,\"" + "I was so happy. ".repeat(400) + "\"");
    lines.set(2, name(1) + ",,<FrameHere> <AudioHere> <MultiHere> <FaceHere> <|im_end|>");
    Files.write(table, lines);
    CommandRun run = train("--set", "sft.batch_size=8");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.err().contains("subtitles of 1 of 8 clips are cut"), run.err());
    assertTrue(run.err().contains(name(0)), run.err());
  }
}
