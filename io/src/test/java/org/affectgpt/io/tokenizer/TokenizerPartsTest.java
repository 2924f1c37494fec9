package org.affectgpt.io.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One vocabulary under many normalisers, pre-tokenizers, added tokens and options: ids and texts
 * made by the {@code tokenizers} library (0.23.2) from random Unicode.
 */
class TokenizerPartsTest {
  @TempDir Path folder;

  /** The small tokenizer with parts of it replaced. */
  private Path changed(JsonNode change) throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    Path small = TokenizerReferenceTest.resource("small.tokenizer.json");
    ObjectNode file = (ObjectNode) mapper.readTree(small.toFile());
    for (Map.Entry<String, JsonNode> part : change.properties()) {
      switch (part.getKey()) {
        case "extra" -> ((ArrayNode) file.get("added_tokens")).addAll((ArrayNode) part.getValue());
        case "unk_token", "fuse_unk", "ignore_merges" ->
            ((ObjectNode) file.get("model")).set(part.getKey(), part.getValue());
        default -> file.set(part.getKey(), part.getValue());
      }
    }
    return Files.write(folder.resolve("tokenizer.json"), mapper.writeValueAsBytes(file));
  }

  private static void check(Tokenizer tokenizer, JsonNode setting) {
    String name = setting.get("name").asText();
    for (JsonNode c : setting.get("cases")) {
      String text = c.get("text").asText();
      int[] ids = TokenizerReferenceTest.ints(c.get("ids"));
      assertArrayEquals(ids, tokenizer.encode(text), () -> name + ": " + text);
      assertEquals(c.get("decoded").asText(), tokenizer.decode(ids, true), name);
      int[] special = tokenizer.encodeWithSpecial(text);
      assertEquals(c.get("special").path(0).asInt(-1), special.length > 0 ? special[0] : -1, name);
    }
  }

  @Test
  void equalsTheReferenceWhateverTheParts() throws Exception {
    JsonNode all =
        new ObjectMapper().readTree(TokenizerReferenceTest.resource("parts.cases.json").toFile());
    assertTrue(all.size() > 25);
    for (JsonNode setting : all) {
      check(Tokenizer.load(changed(setting.get("change"))), setting);
    }
  }

  @Test
  void savingKeepsTheParts() throws Exception {
    JsonNode all =
        new ObjectMapper().readTree(TokenizerReferenceTest.resource("parts.cases.json").toFile());
    Path saved = folder.resolve("saved.json");
    for (JsonNode setting : all) {
      Tokenizer.load(changed(setting.get("change"))).save(saved);
      check(Tokenizer.load(saved), setting);
    }
  }
}
