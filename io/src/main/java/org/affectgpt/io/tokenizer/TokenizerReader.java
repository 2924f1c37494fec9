package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.affectgpt.io.InputFile;
import org.affectgpt.tensor.InputException;

/**
 * Reads a {@code tokenizer.json}; vocabulary and merges are streamed, they are most of the file. A
 * key that is not known is refused, since it may change the answer.
 */
final class TokenizerReader {
  private static final Set<String> KEYS =
      Set.of(
          "version",
          "truncation",
          "padding",
          "added_tokens",
          "normalizer",
          "pre_tokenizer",
          "post_processor",
          "decoder",
          "model");

  /** Field names here are mostly vocabulary: a symbol table of them would only cost time. */
  private final ObjectMapper mapper =
      new ObjectMapper(
          JsonFactory.builder()
              .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
              .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
              .build());

  private final ObjectNode settings = mapper.createObjectNode();
  private final WordModelReader model = new WordModelReader(mapper);

  private TokenizerReader() {}

  /**
   * @throws InputException naming the file, and the key, when it is missing, damaged, or not
   *     supported
   */
  static TokenizerModel read(Path file) {
    InputFile.require(file);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      requireJson(file, in);
      return new TokenizerReader().read(in);
    } catch (JsonProcessingException e) {
      String place =
          e.getLocation() == null
              ? ""
              : " at line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      throw new InputException(file + ": is not valid JSON" + place + "; copy the file again", e);
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": not a usable tokenizer: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + InputFile.reason(e), e);
    }
  }

  private static void requireJson(Path file, InputStream in) throws IOException {
    in.mark(64);
    String start = new String(in.readNBytes(40), java.nio.charset.StandardCharsets.ISO_8859_1);
    in.reset();
    String begin = start.startsWith("\u00EF\u00BB\u00BF") ? start.substring(3) : start;
    if (!begin.isBlank() && begin.strip().charAt(0) != '{') {
      throw new InputException(
          file + ": is no tokenizer.json, which begins with {; name the file or its folder");
    }
  }

  private TokenizerModel read(InputStream in) throws IOException {
    boolean hasModel = false;
    try (JsonParser parser = mapper.createParser(in)) {
      require(parser.nextToken() == JsonToken.START_OBJECT, "the file is not a JSON object");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        require(KEYS.contains(field), "'" + field + "' is a key that is not known");
        require(!settings.has(field), "'" + field + "' is given twice");
        parser.nextToken();
        if (field.equals("model")) {
          require(!hasModel, "'model' is given twice");
          hasModel = true;
          model.read(parser);
        } else {
          JsonNode value = mapper.readTree(parser);
          settings.set(field, value);
        }
      }
      require(parser.currentToken() == JsonToken.END_OBJECT, "the file ends too early");
    }
    require(hasModel, "it has no model");
    String version = settings.path("version").asText("1.0");
    require(version.equals("1.0"), "version is " + version + ", and 1.0 is known");
    Vocabulary v = model.vocabulary();
    List<AddedToken> added = addedTokens(settings.path("added_tokens"), v);
    settings.remove("added_tokens");
    return new TokenizerModel(v, model.words(v), added, settings);
  }

  /** The list of a file, in its order. */
  private static List<AddedToken> addedTokens(JsonNode list, Vocabulary v) {
    require(list.isMissingNode() || list.isNull() || list.isArray(), "added_tokens is not a list");
    AddedTokenList added = new AddedTokenList(v);
    int i = 0;
    for (JsonNode node : list) {
      Part t = new Part("added_tokens[" + i++ + "]", node);
      t.only("id", "content", "single_word", "lstrip", "rstrip", "normalized", "special");
      JsonNode given = node.path("id");
      require(given.isInt() && given.intValue() >= 0, t.where() + " has no id");
      added.add(token(t));
    }
    return added.tokens();
  }

  /** A token without a number. */
  static AddedToken token(Part t) {
    boolean special = t.flag("special", false);
    return new AddedToken(
        -1,
        t.text("content"),
        t.flag("single_word", false),
        t.flag("lstrip", false),
        t.flag("rstrip", false),
        t.flag("normalized", !special),
        special);
  }

  static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
