package org.affectgpt.test.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.affectgpt.corpus.CorpusLayout;
import org.affectgpt.corpus.plan.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole story through the command line. */
class DemoTest {
  private static final Pattern REFERENCE = Pattern.compile("\\b(?:src|href)\\s*=\\s*\"([^\"]*)\"");

  /** A plan that is over in seconds. */
  private static final List<String> SMALL =
      List.of(
          "encoders=fresh",
          "corpus.train_machine=60",
          "corpus.train_human=24",
          "corpus.test=12",
          "warmup.clips=16",
          "warmup.vision_steps=2",
          "warmup.audio_steps=2",
          "warmup.batch_size=4",
          "sft.steps=6",
          "sft.batch_size=8",
          "continued.steps=2",
          "continued.batch_size=8",
          "grpo.steps=2",
          "grpo.prompts_per_step=4",
          "grpo.prompts_per_pass=2",
          "grpo.max_new_tokens=16");

  @TempDir private Path temp;

  /** The launcher says where the shipped model lies; here it is beside this module. */
  @BeforeAll
  static void home() {
    System.setProperty("affectgpt.home", Path.of("..").toAbsolutePath().normalize().toString());
  }

  private static JsonNode last(CommandRun run) throws JsonProcessingException {
    assertEquals(0, run.code(), run.err());
    return new ObjectMapper().readTree(run.out().lines().toList().getLast());
  }

  @Test
  void quick() throws IOException {
    Path out = temp.resolve("quick");
    JsonNode figures = last(CommandRun.of("demo", "--quick", "--out", out, "--threads", 2));
    for (String key :
        List.of("constant", "text", "audio", "video", "sft", "grpo", "sft_greedy", "grpo_greedy")) {
      double points = figures.path("test_f1").path(key).asDouble(-1);
      assertTrue(points >= 0 && points <= 100, key + " " + points);
    }
    for (String key : List.of("sft", "grpo")) {
      assertTrue(figures.path("labels").path(key).asDouble(-1) >= 0, key);
    }
    JsonNode f1 = figures.path("test_f1");
    double best =
        Stream.of("text", "audio", "video").mapToDouble(k -> f1.path(k).asDouble()).max().orElse(0);
    ordered(
        List.of("constant", "best single modality", "sft", "grpo"),
        f1.path("constant").asDouble(),
        best,
        f1.path("sft").asDouble(),
        f1.path("grpo").asDouble());
    assertTrue(figures.path("seconds").asDouble(0) > 0);
    selfContained(Files.readString(out.resolve("report.html")));

    CorpusLayout corpus = new CorpusLayout(out.resolve("corpus"));
    String clip = Split.TEST.clipName(0);
    JsonNode answer =
        CommandRun.of(
                "infer",
                "--video",
                corpus.video(clip),
                "--audio",
                corpus.audio(clip),
                "--subtitle",
                "I am fine.",
                "--model",
                out.resolve("model"),
                "--json")
            .json();
    assertTrue(answer.get("labels").isArray());
    assertFalse(answer.get("answer").asText().isBlank());
    assertTrue(answer.get("seconds").asDouble() > 0);
  }

  /** The story of the full demo: each stage knows more than the one before it. */
  private static void ordered(List<String> names, double... f1) {
    for (int i = 1; i < f1.length; i++) {
      assertTrue(
          f1[i] > f1[i - 1],
          names.get(i) + " " + f1[i] + " after " + names.get(i - 1) + " " + f1[i - 1]);
    }
  }

  /** Nothing is fetched: what the page refers to lies in it. */
  private static void selfContained(String page) {
    Matcher m = REFERENCE.matcher(page);
    int pictures = 0;
    while (m.find()) {
      String target = m.group(1);
      assertTrue(target.startsWith("data:") || target.startsWith("#"), target);
      pictures += target.startsWith("data:image/") ? 1 : 0;
    }
    assertTrue(pictures > 0, "the report shows clips");
    assertFalse(page.contains("@import"));
    assertFalse(page.contains("url(http"));
  }

  @Test
  void figuresDoNotDependOnThreads() throws IOException {
    JsonNode one = small("one", 1, 1);
    assertEquals(one, small("two", 2, 1));
    for (String file : List.of("sft/log.jsonl", "grpo/log.jsonl", "model/llm/model.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(temp.resolve("one").resolve(file)),
          Files.readAllBytes(temp.resolve("two").resolve(file)),
          file);
    }
    small("other", 2, 2);
    assertNotEquals(
        Files.readString(temp.resolve("one/sft/log.jsonl")),
        Files.readString(temp.resolve("other/sft/log.jsonl")));
  }

  private JsonNode small(String name, int threads, long seed) throws JsonProcessingException {
    List<Object> args = new ArrayList<>(List.of("demo", "--quick", "--out", temp.resolve(name)));
    args.addAll(List.of("--threads", threads, "--seed", seed));
    for (String set : SMALL) {
      args.addAll(List.of("--set", set));
    }
    return ((ObjectNode) last(CommandRun.of(args.toArray()))).without("seconds");
  }
}
