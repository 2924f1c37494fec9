package org.affectgpt.test.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.affectgpt.io.chat.ChatRequest;
import org.affectgpt.io.chat.ChatTemplates;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations on the command line, in the template of a model's folder. */
class ChatTemplateTest {
  private static final Path MODEL = Path.of("src/test/resources/text/qwen2");
  private static final Path CASES = Path.of("../../shared/field/templates/cases.json");
  private static final String TEMPLATE =
      "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
          + "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

  @TempDir private Path temp;

  private Path folder(String template) throws IOException {
    Path folder = Files.createDirectories(temp.resolve("model"));
    Files.copy(
        MODEL.resolve("tokenizer.json"),
        folder.resolve("tokenizer.json"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    ObjectNode config = new ObjectMapper().createObjectNode().put("chat_template", template);
    Files.writeString(folder.resolve("tokenizer_config.json"), config.toString());
    return folder;
  }

  private Path chat(String json) throws IOException {
    return Files.writeString(temp.resolve("chat.json"), json);
  }

  @Test
  void aConversationIsShownAsTextAndIds() throws IOException {
    Path folder = folder(TEMPLATE);
    Path chat =
        chat(
            "{\"messages\": [{\"role\": \"user\", \"content\": \"one <|im_end|> two\"}],"
                + " \"add_generation_prompt\": true}");
    JsonNode json =
        CommandRun.of("tokenize", "--tokenizer", folder, "--chat", chat, "--json").json();
    assertEquals(
        "<|im_start|>user\none <|im_end|> two<|im_end|>\n<|im_start|>assistant\n",
        json.get("text").asText());
    assertEquals(2, json.size());
    CommandRun plain = CommandRun.of("tokenize", "--tokenizer", folder, "--chat", chat);
    assertEquals(0, plain.code(), plain.err());
    assertTrue(plain.out().startsWith("<|im_start|>user\n"), plain.out());
    assertTrue(plain.out().endsWith(json.get("ids").size() + " tokens\n"), plain.out());
    JsonNode beside =
        CommandRun.of(
                "tokenize",
                "--tokenizer",
                folder.resolve("tokenizer.json"),
                "--chat",
                chat,
                "--json")
            .json();
    assertEquals(json, beside);
  }

  @Test
  void badInputIsNamedInOneLine() throws IOException {
    Path folder = folder("{{ messages|nosuch }}");
    Path chat = chat("[{\"role\": \"user\", \"content\": \"x\"}]");
    CommandRun.of("tokenize", "--tokenizer", folder, "--chat", chat)
        .refused("tokenizer_config.json: key chat_template, line 1: there is no filter 'nosuch'");
    folder("\n{{ raise_exception('roles\nmust alternate') }}");
    CommandRun.of("tokenize", "--tokenizer", folder, "--chat", chat)
        .refused("line 2: the template objects: roles must alternate");
    CommandRun.of("tokenize", "--tokenizer", folder).refused("--chat");
    CommandRun.of("tokenize", "--tokenizer", folder, "--chat", chat, "x").refused("--chat");
    Path none = temp.resolve("none.json");
    CommandRun.of("tokenize", "--tokenizer", folder, "--chat", none).refused(none.toString());
    CommandRun.of("tokenize", "--tokenizer", folder, "--chat", chat("{\n\"messages\": [1 2]}"))
        .refused("chat.json: is not valid JSON, line 2, column 16");
    chat("[{\"role\": \"user\", \"content\": \"x\"}]");
    Files.delete(folder.resolve("tokenizer_config.json"));
    CommandRun.of("tokenize", "--tokenizer", folder, "--chat", chat)
        .refused("has no chat template");
    for (String name : List.of("config.json", "model.safetensors")) {
      Files.copy(MODEL.resolve(name), folder.resolve(name));
    }
    CommandRun.of("generate", "--model", folder, "--chat", "--prompt", "x")
        .refused("has no chat template; leave --chat out");
  }

  /**
   * The order in which the oracle's objects were made: its file has them sorted by name, but the
   * texts in it were rendered before that.
   */
  private static final List<String> ORDER =
      List.of(
          "role",
          "id",
          "type",
          "function",
          "name",
          "description",
          "location",
          "unit",
          "days",
          "x",
          "y",
          "f",
          "opt",
          "k",
          "parameters",
          "properties",
          "required",
          "enum",
          "items",
          "default",
          "return",
          "arguments",
          "content",
          "text",
          "tool_calls",
          "tool_call_id",
          "nul");

  private static final Pattern TODAY = Pattern.compile("Today's Date: ([A-Z]\\w+ \\d\\d, \\d{4})");

  /** The shared oracle: public templates and snippets as transformers renders them. */
  @Test
  void everyCaseIsAsInTransformers() throws IOException {
    assumeTrue(Files.exists(CASES), CASES + " is not here");
    JsonNode file = new ObjectMapper().readTree(CASES.toFile());
    List<String> wrong = new ArrayList<>();
    for (JsonNode c : file.get("cases")) {
      String template = file.get("templates").get(c.get("template").asText()).asText();
      String context = ordered(file.get("contexts").get(c.get("context").asText())).toString();
      String expected = c.has("expected") ? c.get("expected").asText() : "raises";
      if (!render(template, context, dayOf(expected)).equals(expected)) {
        wrong.add(c.get("name").asText());
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static JsonNode ordered(JsonNode node) {
    if (node.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> array.add(ordered(item)));
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    names.sort(Comparator.comparingInt(n -> ORDER.contains(n) ? ORDER.indexOf(n) : ORDER.size()));
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    names.forEach(name -> object.set(name, ordered(node.get(name))));
    return object;
  }

  /** The day on which a text was rendered, where the template says it. */
  private static Clock dayOf(String rendered) {
    Matcher today = TODAY.matcher(rendered);
    if (!today.find()) {
      return Clock.systemUTC();
    }
    DateTimeFormatter format = DateTimeFormatter.ofPattern("MMMM dd, yyyy", Locale.ENGLISH);
    LocalDate day = LocalDate.parse(today.group(1), format);
    return Clock.fixed(day.atStartOfDay(ZoneOffset.UTC).toInstant(), ZoneOffset.UTC);
  }

  private static String render(String template, String context, Clock clock) {
    ChatTemplates templates =
        new ChatTemplates(
            "model",
            java.util.Map.of("default", new ChatTemplates.Program(template, "template")),
            java.util.Map.of());
    try {
      return templates.prompt(ChatRequest.parse(context, "chat"), clock).text();
    } catch (InputException e) {
      return "raises";
    }
  }
}
