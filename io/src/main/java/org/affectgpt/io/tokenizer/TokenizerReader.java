package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.InputException;

/**
 * Reads a {@code tokenizer.json}; vocabulary and merges are streamed, they are most of the file.
 */
final class TokenizerReader {
  private final Object2IntOpenHashMap<String> vocabulary = new Object2IntOpenHashMap<>();
  private final List<String[]> pairs = new ArrayList<>();

  /** Field names here are mostly vocabulary: a symbol table of them would only cost time. */
  private final ObjectMapper mapper =
      new ObjectMapper(
          JsonFactory.builder()
              .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
              .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
              .build());

  private final ObjectNode settings = mapper.createObjectNode();
  private final ObjectNode model = mapper.createObjectNode();

  private TokenizerReader() {}

  /**
   * @throws InputException naming the file when it is missing, damaged, or not a byte-level BPE
   */
  static TokenizerModel read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": no such file");
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return new TokenizerReader().read(in);
    } catch (JsonProcessingException e) {
      throw new InputException(file + ": is not valid JSON: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": not a usable byte-level BPE: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e, e);
    }
  }

  private TokenizerModel read(InputStream in) throws IOException {
    try (JsonParser parser = mapper.createParser(in)) {
      require(parser.nextToken() == JsonToken.START_OBJECT, "the file is not a JSON object");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        if (field.equals("model")) {
          readModel(parser);
        } else {
          JsonNode value = mapper.readTree(parser);
          settings.set(field, value);
        }
      }
    }
    checkModel();
    Vocabulary v = new Vocabulary(vocabulary);
    checkAlphabet(v);
    List<AddedToken> added = addedTokens(settings.path("added_tokens"), v);
    settings.remove("added_tokens");
    return new TokenizerModel(
        v, merges(v), model.path("ignore_merges").asBoolean(false), added, settings);
  }

  private void readModel(JsonParser parser) throws IOException {
    require(parser.currentToken() == JsonToken.START_OBJECT, "model is not a JSON object");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "vocab" -> readVocabulary(parser);
        case "merges" -> readMerges(parser);
        default -> {
          JsonNode value = mapper.readTree(parser);
          model.set(field, value);
        }
      }
    }
  }

  private void readVocabulary(JsonParser parser) throws IOException {
    require(parser.currentToken() == JsonToken.START_OBJECT, "vocab is not a JSON object");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String token = parser.currentName();
      require(parser.nextToken() == JsonToken.VALUE_NUMBER_INT, "vocab of '" + token + "'");
      vocabulary.put(token, parser.getIntValue());
    }
  }

  private void readMerges(JsonParser parser) throws IOException {
    require(parser.currentToken() == JsonToken.START_ARRAY, "merges are not a list");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String[] pair = new String[0];
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        pair = parser.getText().split(" ", -1);
      } else if (parser.currentToken() == JsonToken.START_ARRAY) {
        pair = mapper.readValue(parser, String[].class);
      }
      boolean whole = pair.length == 2 && pair[0] != null && pair[1] != null;
      require(whole, "merge " + pairs.size() + " is not a pair");
      pairs.add(pair);
    }
  }

  private void checkModel() {
    String type = model.path("type").asText("BPE");
    require(type.equals("BPE"), "its model is " + type);
    require(!vocabulary.isEmpty(), "it has no vocabulary");
    require(!model.path("byte_fallback").asBoolean(false), "byte_fallback is not supported");
    require(model.path("dropout").asDouble(0) == 0, "dropout is not supported");
    for (String affix : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
      require(
          model.path(affix).asText("").isEmpty() || model.path(affix).isNull(),
          affix + " is not supported");
    }
  }

  /** With all 256 bytes at hand the unknown token is never needed. */
  private void checkAlphabet(Vocabulary v) {
    if (model.path("unk_token").isTextual()) {
      for (int b = 0; b < 256; b++) {
        require(
            v.id(String.valueOf(ByteAlphabet.charOf(b))) >= 0,
            "unk_token is only supported with an alphabet of all 256 bytes");
      }
    }
  }

  private List<BytePairs.Merge> merges(Vocabulary v) {
    List<BytePairs.Merge> merges = new ArrayList<>(pairs.size());
    for (String[] pair : pairs) {
      merges.add(
          new BytePairs.Merge(known(v, pair[0]), known(v, pair[1]), known(v, pair[0] + pair[1])));
    }
    return merges;
  }

  private static int known(Vocabulary v, String token) {
    int id = v.id(token);
    require(id >= 0, "a merge needs the token '" + token + "', which the vocabulary lacks");
    return id;
  }

  /** A token that the vocabulary has too keeps the vocabulary's id, as in the reference. */
  private static List<AddedToken> addedTokens(JsonNode list, Vocabulary v) {
    List<AddedToken> added = new ArrayList<>();
    for (JsonNode t : list) {
      JsonNode id = t.path("id");
      JsonNode content = t.path("content");
      boolean usable = id.isInt() && id.intValue() >= 0 && content.isTextual();
      require(usable, "added token " + added.size() + " has no id or content");
      added.add(
          new AddedToken(
              v.id(content.asText()) >= 0 ? v.id(content.asText()) : id.intValue(),
              content.asText(),
              t.path("single_word").asBoolean(false),
              t.path("lstrip").asBoolean(false),
              t.path("rstrip").asBoolean(false),
              t.path("normalized").asBoolean(false),
              t.path("special").asBoolean(false)));
    }
    return added;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
