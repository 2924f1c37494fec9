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
import org.affectgpt.io.InputFile;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code tokenizer.json}; vocabulary and merges are streamed, they are most of the file.
 */
final class TokenizerReader {
  private static final int FEW = 1 << 16;

  private final Object2IntOpenHashMap<String> vocabulary = new Object2IntOpenHashMap<>(FEW);
  private final List<String> pairs = new ArrayList<>();

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
    InputFile.require(file);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return new TokenizerReader().read(in);
    } catch (JsonProcessingException e) {
      throw new InputException(file + ": is not valid JSON: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": not a usable byte-level BPE: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + InputFile.reason(e), e);
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
    String type = model.path("type").asText("BPE");
    require(type.equals("BPE"), "its model is " + type);
    require(!vocabulary.isEmpty(), "it has no vocabulary");
    BpeOptions options = BpeOptions.of(model);
    Vocabulary v = new Vocabulary(vocabulary);
    List<AddedToken> added = addedTokens(settings.path("added_tokens"), v);
    settings.remove("added_tokens");
    return new TokenizerModel(v, merges(v, options.prefix().length()), options, added, settings);
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
      int before = pairs.size();
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        String text = parser.getText();
        int space = text.indexOf(' ');
        if (space >= 0 && text.indexOf(' ', space + 1) < 0) {
          pairs.add(text.substring(0, space));
          pairs.add(text.substring(space + 1));
        }
      } else if (parser.currentToken() == JsonToken.START_ARRAY) {
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
          pairs.add(parser.getText());
        }
        require(parser.currentToken() == JsonToken.END_ARRAY, "a merge holds something not a text");
      }
      require(pairs.size() == before + 2, "merge " + before / 2 + " is not a pair");
    }
  }

  private List<BytePairs.Merge> merges(Vocabulary v, int prefix) {
    List<BytePairs.Merge> merges = new ArrayList<>(pairs.size() / 2);
    int last = -1;
    for (int i = 0; i < pairs.size(); i += 2) {
      String left = pairs.get(i);
      String right = pairs.get(i + 1);
      int r = known(v, right);
      require(right.length() >= prefix, "a merge with '" + right + "', which lacks the prefix");
      // Tokens are mostly numbered as they were learned, which saves looking for them.
      if (prefix > 0 || !isJoined(v.token(last + 1), left, right)) {
        last = known(v, left.concat(right.substring(prefix)));
      } else {
        last++;
      }
      merges.add(new BytePairs.Merge(known(v, left), r, last));
    }
    return merges;
  }

  private static boolean isJoined(@Nullable String token, String left, String right) {
    return token != null
        && token.length() == left.length() + right.length()
        && token.startsWith(left)
        && token.endsWith(right);
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
