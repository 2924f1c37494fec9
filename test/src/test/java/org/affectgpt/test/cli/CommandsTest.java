package org.affectgpt.test.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.corpus.SyntheticCorpus;
import org.affectgpt.corpus.plan.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
  @TempDir private static Path temp;
  private static TinyFolders tiny;

  @BeforeAll
  static void make() {
    tiny = TinyFolders.make(temp);
  }

  private static CommandRun infer(Object... more) {
    Object[] args = new Object[5 + more.length];
    args[0] = "infer";
    args[1] = "--video";
    args[2] = tiny.video();
    args[3] = "--model";
    args[4] = tiny.model();
    System.arraycopy(more, 0, args, 5, more.length);
    return CommandRun.of(args);
  }

  @Test
  void inferAnswersInOneLineWhateverTheThreads() throws IOException {
    CommandRun own = infer("--subtitle", "hello there", "--json");
    JsonNode json = own.json();
    assertTrue(json.get("labels").isArray());
    assertFalse(json.get("answer").asText().isEmpty());
    assertTrue(json.get("seconds").asDouble() > 0);
    assertTrue(own.err().contains("-bit vectors"), own.err());
    assertFalse(own.err().contains("subtitle"), own.err());
    JsonNode again = infer("--subtitle", "hello there", "--json", "--threads", "1").json();
    assertEquals(json.get("answer"), again.get("answer"));
    JsonNode other = infer("--subtitle", "hello there", "--json", "--seed", "7").json();
    assertFalse(json.get("answer").equals(other.get("answer")), "the seed must count");
  }

  @Test
  void inferSaysThatItRunsWithoutASubtitleAndDescribes() throws IOException {
    CommandRun run = infer("--audio", tiny.audio(), "--describe", "--json");
    assertTrue(run.json().has("description"));
    assertTrue(run.err().contains("running without one"), run.err());
    CommandRun plain = infer("--mode", "frameonly", "--greedy");
    assertEquals(0, plain.code(), plain.err());
    assertTrue(plain.out().startsWith("emotions"), plain.out());
    assertFalse(plain.err().contains("subtitle"), plain.err());
  }

  @Test
  void corpusWritesTheClipsAskedFor() throws IOException {
    Path out = temp.resolve("more");
    JsonNode json = CommandRun.of("corpus", "--out", out, "--clips", 14, "--json").json();
    assertEquals(14, json.get("clips").asInt());
    assertEquals(json.get("test").asInt(), SyntheticCorpus.read(out).of(Split.TEST).size());
    CommandRun.of("corpus", "--out", out, "--clips", 14).refused(out.toString(), "not empty");
    CommandRun.of("corpus", "--out", temp.resolve("few"), "--clips", 3).refused("--clips");
  }

  @Test
  void tokenizeShowsIdsAndPieces() throws IOException {
    Path file = tiny.model().resolve("llm/tokenizer.json");
    JsonNode json = CommandRun.of("tokenize", "--tokenizer", file, "--json", "a voice").json();
    assertEquals(json.get("ids").size(), json.get("pieces").size());
    StringBuilder text = new StringBuilder();
    json.get("pieces").forEach(p -> text.append(p.asText()));
    assertEquals("a\u0120voice", text.toString());
    CommandRun two = CommandRun.of("tokenize", "--tokenizer", file.getParent(), "--json", "a", "b");
    assertEquals(2, two.out().lines().count());
  }

  @Test
  void devicesNamesEveryBackendOrWhyNot() throws IOException {
    CommandRun run = CommandRun.of("devices", "--json");
    assertEquals(0, run.code());
    List<String> lines = run.out().lines().toList();
    assertEquals(3, lines.size());
    JsonNode cpu = new ObjectMapper().readTree(lines.getFirst());
    assertEquals("cpu", cpu.get("backend").asText());
    assertTrue(cpu.get("available").asBoolean());
    assertTrue(cpu.get("memory_bytes").asLong() > 0);
    for (String line : lines.subList(1, 3)) {
      JsonNode json = new ObjectMapper().readTree(line);
      assertTrue(json.get("available").asBoolean() || json.hasNonNull("reason"), line);
    }
  }

  @Test
  void everyCommandExplainsItself() {
    CommandRun all = CommandRun.of("--help");
    for (String name :
        List.of("infer", "train", "grpo", "score", "corpus", "tokenize", "devices", "demo")) {
      assertTrue(all.out().contains(name), all.out());
      CommandRun help = CommandRun.of(name, "--help");
      assertEquals(0, help.code(), help.err());
      assertTrue(help.out().contains("Usage: affectgpt " + name), help.out());
    }
    assertTrue(Files.exists(tiny.model()));
  }
}
