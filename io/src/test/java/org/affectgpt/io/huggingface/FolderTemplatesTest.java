package org.affectgpt.io.huggingface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.affectgpt.io.chat.ChatTemplates;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where transformers 5.18 finds templates and the tokens that they name. */
class FolderTemplatesTest {
  @TempDir Path folder;

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private ChatTemplates read() {
    return FolderTemplates.of(folder).orElseThrow();
  }

  private String text(String name) {
    return read().programs().get(name).text();
  }

  @Test
  void aFolderWithoutTemplatesHasNone() throws IOException {
    assertEquals(Optional.empty(), FolderTemplates.of(folder));
    write("tokenizer_config.json", "{\"chat_template\": null}");
    assertEquals(Optional.empty(), FolderTemplates.of(folder));
  }

  @Test
  void filesOfTheirOwnComeBeforeTheConfiguration() throws IOException {
    write("chat_template.json", "{\"chat_template\": \"processor\"}");
    assertEquals("processor", text("default"));
    write("tokenizer_config.json", "{\"chat_template\": \"config\"}");
    assertEquals("config", text("default"));
    write("additional_chat_templates/tool_use.jinja", "tools");
    assertEquals(Set.of("tool_use"), read().programs().keySet());
    write("chat_template.jinja", "file");
    assertEquals("file", text("default"));
    assertEquals("tools", text("tool_use"));
  }

  @Test
  void aListNamesItsTemplates() throws IOException {
    write(
        "tokenizer_config.json",
        "{\"chat_template\": [{\"name\": \"default\", \"template\": \"a\"},"
            + " {\"name\": \"tool_use\", \"template\": \"b\"}]}");
    assertEquals("a", text("default"));
    assertEquals("b", text("tool_use"));
    write("tokenizer_config.json", "{\"chat_template\": [\"a\"]}");
    assertTrue(
        assertThrows(InputException.class, this::read)
            .getMessage()
            .contains("tokenizer_config.json: key chat_template"));
    write("tokenizer_config.json", "{\"chat_template\": 5}");
    assertThrows(InputException.class, this::read);
  }

  @Test
  void tokensComeFromTheConfigurationAndTheOldMap() throws IOException {
    write("chat_template.jinja", "x");
    write(
        "tokenizer_config.json",
        "{\"bos_token\": {\"content\": \"<b>\"}, \"eos_token\": \"<e>\", \"unk_token\": null,"
            + " \"add_bos_token\": true, \"image_token\": \"<i>\", \"tokenizer_class\": \"X\","
            + " \"extra_special_tokens\": {\"video_token\": \"<v>\"}}");
    assertEquals(
        Map.of("bos_token", "<b>", "eos_token", "<e>", "image_token", "<i>", "video_token", "<v>"),
        read().tokens());
    write(
        "special_tokens_map.json",
        "{\"eos_token\": {\"content\": \"<f>\"}, \"pad_token\": \"<p>\","
            + " \"additional_special_tokens\": [\"<q>\"]}");
    assertEquals("<f>", read().tokens().get("eos_token"));
    assertEquals("<p>", read().tokens().get("pad_token"));
    write("tokenizer_config.json", "{\"eos_token\": \"<e>\", \"added_tokens_decoder\": {}}");
    assertEquals(Map.of("eos_token", "<e>"), read().tokens());
  }

  @Test
  void aKnownTokenizerHasItsUsualTokens() throws IOException {
    write("chat_template.jinja", "x");
    write(
        "tokenizer_config.json",
        "{\"tokenizer_class\": \"LlamaTokenizerFast\", \"eos_token\": \"<e>\", \"unk_token\": null}");
    assertEquals(Map.of("bos_token", "<s>", "eos_token", "<e>"), read().tokens());
  }
}
