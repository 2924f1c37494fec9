package org.affectgpt.io.gguf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.affectgpt.io.chat.ChatTemplates;

/** The chat templates of a file. */
public final class GgufTemplates {
  private static final String KEY = "tokenizer.chat_template";

  /** The variables of templates, and the keys of their ids. */
  private static final Map<String, String> TOKENS =
      Map.of(
          "bos_token", "bos_token_id",
          "eos_token", "eos_token_id",
          "unk_token", "unknown_token_id",
          "sep_token", "seperator_token_id",
          "pad_token", "padding_token_id",
          "cls_token", "cls_token_id",
          "mask_token", "mask_token_id");

  private GgufTemplates() {}

  /** The templates, or nothing where the file has none. */
  public static Optional<ChatTemplates> of(GgufFile file) {
    GgufMetadata metadata = file.metadata();
    Map<String, ChatTemplates.Program> programs = new TreeMap<>();
    for (String key : metadata.values().keySet()) {
      boolean main = key.equals(KEY);
      if (main || key.startsWith(KEY + ".")) {
        String text = metadata.text(key);
        if (text != null) {
          programs.put(
              main ? ChatTemplates.DEFAULT : key.substring(KEY.length() + 1),
              new ChatTemplates.Program(text, file.path() + ": metadata '" + key + "'"));
        }
      }
    }
    if (programs.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new ChatTemplates(file.path().toString(), programs, tokens(file)));
  }

  private static Map<String, String> tokens(GgufFile file) {
    Map<String, String> tokens = new TreeMap<>();
    GgufArray all = file.metadata().array(GgufTokenizer.PREFIX + "tokens");
    List<String> spelt = all == null ? List.of() : all.strings();
    TOKENS.forEach(
        (name, key) -> {
          long id = file.metadata().integer(GgufTokenizer.PREFIX + key, -1);
          if (id >= 0 && id < spelt.size()) {
            tokens.put(name, spelt.get((int) id));
          }
        });
    return tokens;
  }
}
