package org.affectgpt.test.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against what transformers wrote with the same small folder. */
class GenerateCommandTest {
  private static final Path FOLDER = Path.of("src/test/resources/text");
  private static final Path MODEL = FOLDER.resolve("qwen2");

  @TempDir private Path temp;
  private static JsonNode expected;

  @BeforeAll
  static void read() throws IOException {
    expected = new ObjectMapper().readTree(FOLDER.resolve("expected.json").toFile()).get("qwen2");
  }

  private static CommandRun generate(Object... more) {
    List<Object> args = new ArrayList<>(List.of("generate", "--model", MODEL, "--greedy"));
    args.addAll(List.of("--max-tokens", "24"));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray());
  }

  private static String prompt(int i) {
    return expected.get("prompts").get(i).asText();
  }

  @Test
  void oneLineOfJsonAPromptWithTheReferencesIds() throws IOException {
    List<Object> args = new ArrayList<>(List.of("--json"));
    expected.get("prompts").forEach(p -> args.addAll(List.of("--prompt", p.asText())));
    CommandRun run = generate(args.toArray());
    assertEquals(0, run.code(), run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(expected.get("prompts").size(), lines.size());
    for (int i = 0; i < lines.size(); i++) {
      JsonNode json = new ObjectMapper().readTree(lines.get(i));
      assertEquals(expected.get("batch").get(i), json.get("ids"), "prompt " + i);
      assertEquals(expected.get("texts").get(i), json.get("text"));
      assertEquals(expected.get("prompt_ids").get(i).size(), json.get("prompt_tokens").asInt());
      boolean ended = json.get("ids").size() < 24;
      assertEquals(ended ? "eos" : "length", json.get("finish_reason").asText());
      assertTrue(json.get("prefill_seconds").decimalValue().scale() <= 6, lines.get(i));
      assertTrue(json.get("decode_seconds").decimalValue().scale() <= 6, lines.get(i));
    }
    assertTrue(run.err().contains("memory: "), run.err());
    assertTrue(run.err().contains("first token after"), run.err());
  }

  @Test
  void plainTextIsTheTextAndSeveralGetHeadings() {
    CommandRun one = generate("--prompt", prompt(0));
    assertEquals(0, one.code(), one.err());
    assertEquals(expected.get("texts").get(0).asText() + System.lineSeparator(), one.out());
    CommandRun two = generate("--prompt", prompt(0), "--prompt", prompt(1));
    assertTrue(two.out().startsWith("== " + prompt(0)), two.out());
    assertTrue(two.out().contains("== " + prompt(1)), two.out());
  }

  @Test
  void stopStringsEndTheTextBeforeThem() throws IOException {
    String full = expected.get("texts").get(0).asText();
    String stop = full.substring(full.length() / 2, full.length() / 2 + 2);
    JsonNode json =
        generate("--prompt", prompt(0), "--stop", stop, "--stop", "never there", "--json").json();
    assertEquals(full.substring(0, full.indexOf(stop)), json.get("text").asText());
    assertEquals("stop", json.get("finish_reason").asText());
    assertTrue(json.get("ids").size() < expected.get("batch").get(0).size());
  }

  @Test
  void theSeedDecidesWhatIsSampled() throws IOException {
    Object[] args = {
      "generate", "--model", MODEL, "--prompt", "one", "--temperature", "1", "--json"
    };
    JsonNode first = CommandRun.of(args).json().get("ids");
    assertEquals(first, CommandRun.of(args).json().get("ids"));
    Object[] other = Arrays.copyOf(args, args.length + 2);
    other[args.length] = "--seed";
    other[args.length + 1] = "7";
    assertTrue(!first.equals(CommandRun.of(other).json().get("ids")), first.toString());
  }

  @Test
  void badInputIsNamedInOneLine() throws IOException {
    generate("--prompt", "").refused("--prompt", "empty");
    generate("--prompt", "one", "--stop", "").refused("--stop");
    generate("--prompt", "one", "--system", "be kind").refused("--system", "--chat");
    generate("--prompt", "one ".repeat(4000)).refused("--prompt", "context");
    Path none = temp.resolve("none");
    CommandRun.of("generate", "--model", none, "--prompt", "a").refused(none.toString());
    Path broken = Files.createDirectories(temp.resolve("broken"));
    Files.copy(MODEL.resolve("config.json"), broken.resolve("config.json"));
    Files.copy(MODEL.resolve("tokenizer.json"), broken.resolve("tokenizer.json"));
    Files.writeString(broken.resolve("model.safetensors"), "no tensors at all");
    CommandRun.of("generate", "--model", broken, "--prompt", "a").refused("model.safetensors");
  }
}
