package org.affectgpt.io.huggingface;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.affectgpt.io.TextFile;
import org.affectgpt.io.chat.ChatTemplates;
import org.affectgpt.io.template.value.DictValue;
import org.affectgpt.io.template.value.JsonReader;
import org.affectgpt.io.template.value.ListValue;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.Value;
import org.affectgpt.tensor.InputException;

/**
 * The chat templates of a folder, as transformers finds them: {@code chat_template.jinja} and
 * {@code additional_chat_templates} first, then {@code tokenizer_config.json}, then {@code
 * chat_template.json}.
 */
final class FolderTemplates {
  private static final String TEMPLATE = "chat_template";
  private static final String FURTHER = "additional_chat_templates";
  private static final String ENDING = ".jinja";

  /** What the tokenizers of transformers set where the file says nothing. */
  private static final Map<String, Map<String, String>> USUAL =
      Map.of(
          "Llama", Map.of("unk_token", "<unk>", "bos_token", "<s>", "eos_token", "</s>"),
          "Qwen2",
              Map.of(
                  "unk_token", "<|endoftext|>",
                  "eos_token", "<|endoftext|>",
                  "pad_token", "<|endoftext|>"),
          "GPT2",
              Map.of(
                  "unk_token", "<|endoftext|>",
                  "bos_token", "<|endoftext|>",
                  "eos_token", "<|endoftext|>"),
          "Gemma",
              Map.of(
                  "unk_token", "<unk>",
                  "bos_token", "<bos>",
                  "eos_token", "<eos>",
                  "pad_token", "<pad>",
                  "mask_token", "<mask>"));

  private final Path folder;
  private final DictValue config;

  private FolderTemplates(Path folder) {
    this.folder = folder;
    this.config = object(HuggingFaceFolder.TOKENIZER_CONFIG);
  }

  /** The templates, or nothing where the folder has none. */
  static Optional<ChatTemplates> of(Path folder) {
    FolderTemplates files = new FolderTemplates(folder);
    Map<String, ChatTemplates.Program> programs = files.own();
    if (programs.isEmpty()) {
      programs = files.configured(HuggingFaceFolder.TOKENIZER_CONFIG, files.config);
    }
    if (programs.isEmpty()) {
      programs = files.configured(TEMPLATE + ".json", files.object(TEMPLATE + ".json"));
    }
    return programs.isEmpty()
        ? Optional.empty()
        : Optional.of(new ChatTemplates(folder.toString(), programs, files.tokens()));
  }

  private TextFile file(String name) {
    return new TextFile(folder.resolve(name));
  }

  private DictValue object(String name) {
    TextFile file = file(name);
    if (!file.isPresent()) {
      return new DictValue.Builder().build();
    }
    try {
      if (JsonReader.read(file.text()) instanceof DictValue object) {
        return object;
      }
    } catch (JsonReader.JsonFault e) {
      throw new InputException(file.path() + ": is not valid JSON, " + e.getMessage(), e);
    }
    throw new InputException(file.path() + ": expected a JSON object");
  }

  private Map<String, ChatTemplates.Program> own() {
    Map<String, ChatTemplates.Program> programs = new TreeMap<>();
    TextFile main = file(TEMPLATE + ENDING);
    if (main.isPresent()) {
      programs.put(ChatTemplates.DEFAULT, program(main));
    }
    Path further = folder.resolve(FURTHER);
    if (Files.isDirectory(further)) {
      try (Stream<Path> all = Files.list(further)) {
        for (Path path : all.filter(p -> p.toString().endsWith(ENDING)).toList()) {
          String name = String.valueOf(path.getFileName());
          programs.put(
              name.substring(0, name.length() - ENDING.length()), program(new TextFile(path)));
        }
      } catch (IOException e) {
        throw new InputException(further + ": cannot be read", e);
      }
    }
    return programs;
  }

  private static ChatTemplates.Program program(TextFile file) {
    return new ChatTemplates.Program(file.text(), file.path().toString());
  }

  private Map<String, ChatTemplates.Program> configured(String name, DictValue object) {
    String source = folder.resolve(name) + ": key " + TEMPLATE;
    Map<String, ChatTemplates.Program> programs = new TreeMap<>();
    Value value = object.get(TEMPLATE);
    if (value instanceof Text text) {
      programs.put(ChatTemplates.DEFAULT, new ChatTemplates.Program(text.toString(), source));
    } else if (value instanceof ListValue list) {
      for (Value item : list.items()) {
        if (!(item instanceof DictValue entry)
            || !(entry.get("name") instanceof Text called)
            || !(entry.get("template") instanceof Text text)) {
          throw new InputException(
              source + ": each of its entries needs the strings 'name' and 'template'");
        }
        programs.put(
            called.toString(),
            new ChatTemplates.Program(text.toString(), source + ", '" + called + "'"));
      }
    } else if (value instanceof DictValue dict) {
      for (DictValue.Entry e : dict.entries()) {
        programs.put(
            e.key().toString(),
            new ChatTemplates.Program(e.value().toString(), source + ", '" + e.key() + "'"));
      }
    } else if (value != null && value != Value.None.NONE) {
      throw new InputException(source + ": must be a string or a list");
    }
    return programs;
  }

  /** The tokens by the names of their variables, {@code bos_token} and so on. */
  private Map<String, String> tokens() {
    Map<String, String> tokens = new TreeMap<>(usual());
    put(config, tokens);
    if (config.get("extra_special_tokens") instanceof DictValue extra) {
      extra.entries().forEach(e -> put(e.key().toString(), e.value(), tokens));
    }
    if (config.get("added_tokens_decoder") == null) {
      put(object("special_tokens_map.json"), tokens);
    }
    return tokens;
  }

  private Map<String, String> usual() {
    if (config.get("tokenizer_class") instanceof Text name) {
      String family = name.toString().replaceFirst("Tokenizer(Fast)?$", "");
      return USUAL.getOrDefault(family, Map.of());
    }
    return Map.of();
  }

  private static void put(DictValue object, Map<String, String> tokens) {
    for (DictValue.Entry e : object.entries()) {
      String name = e.key().toString();
      if (name.endsWith("_token") && !Set.of("add_bos_token", "add_eos_token").contains(name)) {
        put(name, e.value(), tokens);
      }
    }
  }

  private static void put(String name, Value value, Map<String, String> tokens) {
    Value content = value instanceof DictValue object ? object.get("content") : value;
    if (content instanceof Text token) {
      tokens.put(name, token.toString());
    } else if (value == Value.None.NONE) {
      tokens.remove(name);
    }
  }
}
