package org.affectgpt.io.tokenizer;

import static org.affectgpt.io.tokenizer.TokenizerReader.require;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the {@code model} of a {@code tokenizer.json}: its vocabulary and how words use it. */
final class WordModelReader {
  private static final int FEW = 1 << 16;

  private final ObjectMapper mapper;
  private final Object2IntOpenHashMap<String> ids = new Object2IntOpenHashMap<>(FEW);
  private final List<String> pairs = new ArrayList<>();
  private final DoubleArrayList scores = new DoubleArrayList();
  private final ObjectNode options;
  private boolean hasMerges;
  private boolean hasScores;

  WordModelReader(ObjectMapper mapper) {
    this.mapper = mapper;
    options = mapper.createObjectNode();
  }

  void read(JsonParser parser) throws IOException {
    require(parser.currentToken() == JsonToken.START_OBJECT, "model is not a JSON object");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "vocab" -> readVocabulary(parser);
        case "merges" -> readMerges(parser);
        default -> {
          JsonNode value = mapper.readTree(parser);
          options.set(field, value);
        }
      }
    }
  }

  private void readVocabulary(JsonParser parser) throws IOException {
    require(ids.isEmpty(), "model.vocab is given twice");
    hasScores = parser.currentToken() == JsonToken.START_ARRAY;
    if (hasScores) {
      readScores(parser);
      return;
    }
    require(parser.currentToken() == JsonToken.START_OBJECT, "model.vocab is not a JSON object");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String token = parser.currentName();
      boolean number =
          parser.nextToken() == JsonToken.VALUE_NUMBER_INT
              && parser.getNumberType() == JsonParser.NumberType.INT;
      require(number, "model.vocab: the id of '" + token + "' is not a usable number");
      ids.put(token, parser.getIntValue());
    }
  }

  private void readScores(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String where = "model.vocab[" + scores.size() + "]";
      boolean pair =
          parser.currentToken() == JsonToken.START_ARRAY
              && parser.nextToken() == JsonToken.VALUE_STRING;
      require(pair, where + " is not a token with its score");
      String token = parser.getText();
      require(parser.nextToken().isNumeric(), where + " has no score");
      double score = parser.getDoubleValue();
      require(parser.nextToken() == JsonToken.END_ARRAY, where + " has more than a score");
      require(!ids.containsKey(token), where + ": '" + token + "' is listed twice");
      ids.put(token, scores.size());
      scores.add(score);
    }
  }

  private void readMerges(JsonParser parser) throws IOException {
    require(!hasMerges, "model.merges is given twice");
    hasMerges = true;
    require(parser.currentToken() == JsonToken.START_ARRAY, "model.merges is not a list");
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
        require(
            parser.currentToken() == JsonToken.END_ARRAY,
            "model.merges[" + before / 2 + "] holds something not a text");
      }
      require(
          pairs.size() == before + 2, "model.merges[" + before / 2 + "] is not a pair of tokens");
    }
  }

  /** The tokens. */
  Vocabulary vocabulary() {
    require(!ids.isEmpty(), "model.vocab is missing or empty");
    return new Vocabulary(ids);
  }

  /** How words use them; files of before the model had a type are told by their fields. */
  WordModel words(Vocabulary v) {
    Part part = new Part("model", options);
    String type = options.path("type").asText(hasMerges ? "BPE" : untold());
    require(
        type.equals("Unigram") == hasScores,
        "model.vocab of a " + type + " is " + (hasScores ? "a list" : "no list"));
    require(type.equals("BPE") == hasMerges, "model.merges do not go with the type " + type);
    return switch (type) {
      case "BPE" -> {
        BpeOptions bpe = BpeOptions.of(part);
        yield new WordModel.Bpe(merges(v, bpe.prefix().length()), bpe);
      }
      case "WordPiece" -> {
        part.only("unk_token", "continuing_subword_prefix", "max_input_chars_per_word");
        yield new WordModel.WordPiece(
            part.text("unk_token", "[UNK]"),
            part.text("continuing_subword_prefix", "##"),
            part.count("max_input_chars_per_word", 100));
      }
      case "WordLevel" ->
          new WordModel.WordLevel(part.only("unk_token").text("unk_token", "<unk>"));
      case "Unigram" -> unigram(part);
      default -> throw part.unsupported();
    };
  }

  private String untold() {
    boolean pieces = options.has("max_input_chars_per_word");
    return hasScores ? "Unigram" : pieces ? "WordPiece" : "WordLevel";
  }

  private WordModel unigram(Part part) {
    part.only("unk_id", "byte_fallback");
    @Nullable Integer unknown = part.has("unk_id") ? (Integer) part.count("unk_id", 0) : null;
    if (unknown != null && unknown >= scores.size()) {
      throw part.error("unk_id", unknown + " is none of " + scores.size() + " tokens");
    }
    return new WordModel.Unigram(scores, unknown, part.flag("byte_fallback", false));
  }

  private List<BytePairs.Merge> merges(Vocabulary v, int prefix) {
    List<BytePairs.Merge> merges = new ArrayList<>(pairs.size() / 2);
    int last = -1;
    for (int i = 0; i < pairs.size(); i += 2) {
      String left = pairs.get(i);
      String right = pairs.get(i + 1);
      int r = known(v, right);
      require(
          right.length() >= prefix,
          "model.merges[" + i / 2 + "]: '" + right + "' lacks the continuing_subword_prefix");
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
    require(id >= 0, "model.merges need the token '" + token + "', which model.vocab lacks");
    return id;
  }
}
