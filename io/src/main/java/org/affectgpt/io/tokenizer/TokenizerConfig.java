package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.affectgpt.io.TextFile;
import org.affectgpt.nn.config.JsonText;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * What {@code tokenizer_config.json} says, with the older {@code special_tokens_map.json} and
 * {@code added_tokens.json} in it. {@code io/docs/tokenizer-keys.md} says of every key what becomes
 * of it; one that is not there is refused.
 */
final class TokenizerConfig {
  static final String FILE = "tokenizer_config.json";

  /** The names of special tokens in transformers' order. */
  private static final List<String> NAMED =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");

  private static final Set<String> HONOURED =
      Set.of(
          "tokenizer_class",
          "add_prefix_space",
          "legacy",
          "do_lower_case",
          "tokenize_chinese_chars",
          "strip_accents",
          "added_tokens_decoder",
          "additional_special_tokens",
          "extra_special_tokens",
          "model_specific_special_tokens",
          "split_special_tokens",
          "clean_up_tokenization_spaces",
          "clean_up_tokenization_spaces_for_bpe_even_though_it_will_corrupt_output");

  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          ("add_bos_token add_eos_token auto_map backend chat_template device_map do_basic_tokenize"
                  + " errors fast_tokenizer_files files_loaded fix_mistral_regex from_slow is_local"
                  + " local_files_only max_len max_length merges_file model_input_names"
                  + " model_max_length name_or_path never_split pad_to_multiple_of"
                  + " pad_token_id pad_token_type_id padding padding_side processor_class"
                  + " response_schema response_template return_special_tokens_mask"
                  + " return_token_type_ids sp_model_kwargs spaces_between_special_tokens"
                  + " special_tokens_map_file stride tokenizer_file tokenizer_type trim_offsets"
                  + " truncation truncation_side truncation_strategy trust_remote_code"
                  + " unk_id use_default_system_prompt use_fast verbose vocab_file vocab_size"
                  + " bos_token_id eos_token_id unk_token_id sep_token_id cls_token_id"
                  + " mask_token_id added_tokens_file init_kwargs _from_auto _commit_hash"
                  + " transformers_version wordpieces_prefix clean_text")
              .split(" ", -1));

  private final Path folder;
  private final ObjectNode keys;
  private final JsonNode model;

  private TokenizerConfig(Path folder, ObjectNode keys, JsonNode model) {
    this.folder = folder;
    this.keys = keys;
    this.model = model;
  }

  /**
   * @throws InputException naming the file and the key at fault
   */
  static TokenizerConfig read(Path folder) {
    ObjectNode keys = json(folder.resolve(FILE));
    TokenizerConfig config = new TokenizerConfig(folder, keys, json(folder.resolve("config.json")));
    keys.properties().forEach(e -> config.check(e.getKey(), e.getValue()));
    if (!keys.has("added_tokens_decoder")) {
      keys.setAll(json(folder.resolve("special_tokens_map.json")));
    }
    return config;
  }

  private static ObjectNode json(Path path) {
    TextFile file = new TextFile(path);
    if (!file.isPresent()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (file.read(JsonText::parse) instanceof ObjectNode object) {
      return object;
    }
    throw new InputException(path + ": is not a JSON object");
  }

  private void check(String key, JsonNode value) {
    boolean empty =
        value.isNull()
            || (value.isBoolean() && !value.asBoolean())
            || (value.isContainerNode() && value.isEmpty());
    boolean known =
        HONOURED.contains(key) || WITHOUT_EFFECT.contains(key) || key.endsWith("_token");
    if (!known && !empty) {
      throw error(key, "is a key that is not known; remove it if it changes nothing");
    }
  }

  InputException error(String key, String what) {
    return new InputException(folder.resolve(FILE) + ": " + key + " " + what);
  }

  JsonNode keys() {
    return keys;
  }

  boolean flag(String key) {
    JsonNode value = keys.path(key);
    if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
      throw error(key, "is neither true nor false");
    }
    return value.asBoolean(false);
  }

  /** The class that transformers takes for this folder. */
  TokenizerClass tokenizerClass() {
    String type = model.path("model_type").asText("");
    JsonNode own = keys.path("tokenizer_class");
    JsonNode named = own.isTextual() ? own : model.path("tokenizer_class");
    return TokenizerClass.of(type, named.isTextual() ? named.asText() : null);
  }

  /** Whether any file of the folder says which class it has. */
  boolean namesClass() {
    return keys.hasNonNull("tokenizer_class") || model.has("model_type");
  }

  /** {@code added_tokens_decoder} or {@code added_tokens.json}, by id; null if there is neither. */
  @Nullable List<AddedToken> added() {
    List<AddedToken> added = new ArrayList<>();
    JsonNode decoder = keys.path("added_tokens_decoder");
    if (decoder.isObject()) {
      Map<Integer, AddedToken> byId = new java.util.TreeMap<>();
      for (Map.Entry<String, JsonNode> entry : decoder.properties()) {
        String where = "added_tokens_decoder." + entry.getKey();
        if (!entry.getKey().matches("[0-9]{1,9}")) {
          throw error(where, "has no number for a key");
        }
        byId.put(Integer.parseInt(entry.getKey()), token(where, entry.getValue()));
      }
      return new ArrayList<>(byId.values());
    }
    if (!decoder.isMissingNode() && !decoder.isNull()) {
      throw error("added_tokens_decoder", "is not an object of tokens by id");
    }
    JsonNode old = json(folder.resolve("added_tokens.json"));
    Set<String> special = Set.copyOf(specialContents());
    Map<Integer, AddedToken> byId = new java.util.TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : old.properties()) {
      if (!entry.getValue().isInt()) {
        throw new InputException(
            folder.resolve("added_tokens.json") + ": '" + entry.getKey() + "' has no id");
      }
      boolean is = special.contains(entry.getKey());
      byId.put(
          entry.getValue().intValue(),
          new AddedToken(-1, entry.getKey(), false, false, false, !is, is));
    }
    added.addAll(byId.values());
    return added.isEmpty() ? null : added;
  }

  private List<String> specialContents() {
    List<String> contents = new ArrayList<>();
    for (String key : NAMED) {
      if (keys.hasNonNull(key)) {
        contents.add(token(key, keys.path(key)).content());
      }
    }
    extra().forEach(t -> contents.add(t.content()));
    return contents;
  }

  /** The special tokens that have names: the folder's, and those that the class has else. */
  Map<String, AddedToken> named(TokenizerClass kind) {
    Map<String, AddedToken> named = new LinkedHashMap<>();
    for (String key : NAMED) {
      @Nullable String own = kind.special(key);
      if (keys.hasNonNull(key)) {
        named.put(key, token(key, keys.path(key)));
      } else if (!keys.has(key) && own != null) {
        named.put(key, special(own));
      }
    }
    for (Map.Entry<String, JsonNode> entry : keys.properties()) {
      String key = entry.getKey();
      boolean other = key.endsWith("_token") && !NAMED.contains(key);
      boolean isToken = entry.getValue().isTextual() || entry.getValue().has("content");
      if (other && isToken) {
        named.put(key, token(key, entry.getValue()));
      }
    }
    for (String list : List.of("model_specific_special_tokens", "extra_special_tokens")) {
      if (keys.path(list).isObject()) {
        for (Map.Entry<String, JsonNode> entry : keys.path(list).properties()) {
          named.put(entry.getKey(), token(list + "." + entry.getKey(), entry.getValue()));
        }
      }
    }
    return named;
  }

  /** The special tokens without names. */
  List<AddedToken> extra() {
    boolean modern = !keys.path("extra_special_tokens").isEmpty();
    String key = modern ? "extra_special_tokens" : "additional_special_tokens";
    List<AddedToken> extra = new ArrayList<>();
    if (keys.path(key).isArray()) {
      for (JsonNode token : keys.path(key)) {
        extra.add(token(key + "[" + extra.size() + "]", token));
      }
    }
    return extra;
  }

  private static AddedToken special(String content) {
    return AddedToken.special(-1, content);
  }

  private AddedToken token(String key, JsonNode node) {
    if (node.isTextual()) {
      return special(node.asText());
    }
    try {
      Part part = new Part(key, node);
      part.only("__type", "content", "single_word", "lstrip", "rstrip", "normalized", "special");
      return TokenizerReader.token(part);
    } catch (IllegalArgumentException e) {
      throw new InputException(folder.resolve(FILE) + ": " + e.getMessage(), e);
    }
  }
}
