package org.affectgpt.io.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.affectgpt.io.template.value.DictValue;
import org.affectgpt.io.template.value.JsonReader;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Snippets of our own, rendered by jinja2 3.1 set up as transformers sets it up, area by area. */
class TemplateSnippetsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-07T16:05:09.123456Z"), ZoneOffset.UTC);

  private static JsonNode file() throws IOException {
    try (InputStream in = TemplateSnippetsTest.class.getResourceAsStream("snippets.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  static Stream<String> areas() throws IOException {
    Set<String> areas = new LinkedHashSet<>();
    file().get("cases").forEach(c -> areas.add(c.get("area").asText()));
    return areas.stream();
  }

  @ParameterizedTest
  @MethodSource("areas")
  void everySnippetIsAsInJinja(String area) throws IOException {
    JsonNode file = file();
    List<String> wrong = new ArrayList<>();
    int count = 0;
    for (JsonNode c : file.get("cases")) {
      if (c.get("area").asText().equals(area)) {
        count++;
        String expected = c.has("expected") ? c.get("expected").asText() : "raises";
        String got = render(c.get("template").asText(), file.get("variables").toString());
        if (!got.equals(expected)) {
          wrong.add(c.get("template").asText() + "\n  gives " + got + "\n  not   " + expected);
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
    assertTrue(count > 4, count + " snippets");
  }

  private static String render(String template, String variables) {
    try {
      return Template.parse(template, "snippet")
          .render((DictValue) JsonReader.read(variables), CLOCK)
          .toString();
    } catch (InputException e) {
      assertTrue(e.getMessage().startsWith("snippet, line "), e.getMessage());
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      return "raises";
    }
  }
}
