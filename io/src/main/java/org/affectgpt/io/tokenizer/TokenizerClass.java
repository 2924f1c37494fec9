package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tokenizer class of transformers (5.18). Some take the {@code tokenizer.json} as it is, others
 * only its tokens and merges, and build the parts themselves; {@code classes.json} holds what was
 * seen of each, and which class a model type has.
 *
 * @param name as {@code tokenizer_class} has it, without {@code Fast}
 * @param facts what is known of it
 */
record TokenizerClass(String name, JsonNode facts) {
  private static final String PLAIN = "TokenizersBackend";
  private static final JsonNode TABLE = table();

  private static JsonNode table() {
    try (InputStream in =
        Objects.requireNonNull(TokenizerClass.class.getResourceAsStream("classes.json"))) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException("classes.json", e);
    }
  }

  /**
   * The class that transformers chooses.
   *
   * @param modelType {@code model_type} of {@code config.json}, or an empty text
   * @param named {@code tokenizer_class}, or null
   */
  static TokenizerClass of(String modelType, @Nullable String named) {
    String registered = TABLE.path("types").path(modelType).asText("");
    boolean plain = registered.isEmpty() && has("backend", modelType);
    String own = named == null ? "" : named.replaceFirst("Fast$", "");
    if (own.isEmpty()) {
      return known(registered);
    }
    if (plain) {
      return known(PLAIN);
    }
    boolean wrong = !registered.isEmpty() && has("incorrect", modelType);
    return known(wrong ? registered : own);
  }

  private static boolean has(String list, String name) {
    for (JsonNode entry : TABLE.path(list)) {
      if (entry.asText().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static TokenizerClass known(String name) {
    JsonNode facts = TABLE.path("classes").path(name);
    if (facts.has("same")) {
      return known(facts.path("same").asText());
    }
    return new TokenizerClass(facts.isMissingNode() ? PLAIN : name, facts);
  }

  /** BERT's, for a {@code vocab.txt} whose class nobody names. */
  static TokenizerClass bert() {
    return known("BertTokenizer");
  }

  /** Whether it takes the file as it is. */
  boolean takesFile() {
    return !facts.has("model");
  }

  /** Whether nobody has looked at what it builds. */
  boolean isUnknown() {
    return facts.path("parts").asText("").equals("unknown");
  }

  /** Whether it forgets the flags of special tokens that a folder gives. */
  boolean forgetsFlags() {
    return facts.path("flagless").asBoolean(false);
  }

  /** Its model's type, such as {@code BPE}. */
  String model() {
    return facts.path("model").asText();
  }

  /** The special token that it has under this name where the folder names none, or null. */
  @Nullable String special(String key) {
    JsonNode token = facts.path("special").path(key);
    return token.isTextual() ? token.asText() : null;
  }

  /** An argument's value: that of the folder, or its own. */
  private JsonNode argument(JsonNode config, String key) {
    return config.has(key) ? config.path(key) : facts.path("args").path(key);
  }

  private boolean flag(JsonNode config, String key, boolean forNull) {
    JsonNode value = argument(config, key);
    if (!value.isNull() && !value.isMissingNode() && !value.isBoolean()) {
      throw new IllegalArgumentException(key + " is neither true nor false");
    }
    return value.asBoolean(forNull);
  }

  /** The parts that it builds, under the keys of a {@code tokenizer.json}. */
  ObjectNode parts(JsonNode config) {
    ObjectNode parts = Templates.empty();
    for (String key : List.of("normalizer", "pre_tokenizer", "decoder")) {
      parts.set(key, facts.path(key).deepCopy());
    }
    if (facts.path("args").has("add_prefix_space")) {
      boolean metaspace = parts.path("pre_tokenizer").path("type").asText().equals("Metaspace");
      boolean prefix = flag(config, "add_prefix_space", metaspace);
      if (metaspace) {
        metaspace(parts, prefix, flag(config, "legacy", false));
      } else {
        prefixSpace(parts.path("pre_tokenizer"), prefix);
      }
    }
    if (parts.path("normalizer") instanceof ObjectNode bert
        && bert.path("type").asText().equals("BertNormalizer")) {
      bert.put("lowercase", flag(config, "do_lower_case", false));
      bert.put("handle_chinese_chars", flag(config, "tokenize_chinese_chars", false));
      JsonNode accents = argument(config, "strip_accents");
      bert.set("strip_accents", accents.isBoolean() ? accents : bert.nullNode());
    }
    return parts;
  }

  private static void metaspace(ObjectNode parts, boolean prefix, boolean legacy) {
    String scheme = !prefix ? "never" : legacy ? "always" : "first";
    ((ObjectNode) parts.path("pre_tokenizer")).put("prepend_scheme", scheme);
    ArrayNode decoders = (ArrayNode) parts.path("decoder").path("decoders");
    if (!prefix) {
      decoders.remove(decoders.size() - 1);
    }
  }

  private static void prefixSpace(JsonNode preTokenizer, boolean prefix) {
    for (JsonNode step : preTokenizer.path("pretokenizers")) {
      prefixSpace(step, prefix);
    }
    if (preTokenizer instanceof ObjectNode node && node.has("add_prefix_space")) {
      node.put("add_prefix_space", prefix);
    }
  }

  /** How words become tokens, with the tokens and merges of the file. */
  WordModel words(WordModel file, @Nullable String unknown) {
    JsonNode options = facts.path("options");
    boolean needs = facts.path("unknown").asBoolean();
    if (needs && unknown == null) {
      throw new IllegalArgumentException("unk_token is needed by tokenizer_class " + name);
    }
    String unk = needs ? unknown : null;
    if (file instanceof WordModel.Bpe bpe && model().equals("BPE")) {
      return new WordModel.Bpe(
          bpe.merges(),
          new BpeOptions(
              false,
              options.path("byte_fallback").asBoolean(false),
              unk,
              options.path("fuse_unk").asBoolean(false),
              "",
              ""));
    }
    if (file instanceof WordModel.WordPiece && model().equals("WordPiece")) {
      return new WordModel.WordPiece(String.valueOf(unk), "##", 100);
    }
    throw new IllegalArgumentException(
        "tokenizer_class "
            + name
            + " wants a model of the type "
            + model()
            + "; set it to PreTrainedTokenizerFast");
  }

  /** The names of the special tokens that it puts before and after a text; null for the file's. */
  @Nullable List<List<String>> around() {
    if (!facts.has("around")) {
      return null;
    }
    List<List<String>> around = new ArrayList<>();
    for (JsonNode side : facts.path("around")) {
      List<String> names = new ArrayList<>();
      side.forEach(n -> names.add(n.asText()));
      around.add(names);
    }
    return around;
  }
}
