package org.affectgpt.io.huggingface;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.affectgpt.io.ConfigReader;
import org.affectgpt.io.InputFile;
import org.affectgpt.io.TextFile;
import org.affectgpt.io.chat.ChatTemplates;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.io.weights.WeightFiles;
import org.affectgpt.nn.Module;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;

/**
 * A model in the layout of Hugging Face: configuration, generation defaults, tokenizer, chat
 * template, preprocessor, and weights in one file or in shards, as safetensors or as PyTorch's
 * {@code .bin}. Nothing is read before it is asked for; a file that is asked for and missing or
 * damaged is an {@link InputException} that names it.
 */
public record HuggingFaceFolder(Path path) {
  public static final String CONFIG = "config.json";
  public static final String GENERATION_CONFIG = "generation_config.json";
  public static final String PREPROCESSOR_CONFIG = "preprocessor_config.json";
  public static final String TOKENIZER = "tokenizer.json";
  public static final String WORDS = "vocab.txt";
  public static final String TOKENIZER_CONFIG = "tokenizer_config.json";
  public static final String CHAT_TEMPLATE = "chat_template.jinja";

  private static final List<String> TOKENIZER_FILES =
      List.of(
          TOKENIZER,
          TOKENIZER_CONFIG,
          CHAT_TEMPLATE,
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.json",
          "merges.txt");

  private static final long LARGEST_COMPANION = 64 << 20;
  private static final List<String> COMPANION_ENDINGS =
      List.of(".json", ".txt", ".jinja", ".model");
  private static final List<String> COMPANION_BEGINNINGS = List.of("license", "notice");

  /** Whether {@code config.json} is there. */
  public boolean hasConfig() {
    return file(CONFIG).isPresent();
  }

  /** What the model is: {@code config.json}. */
  public <C> C config(ConfigReader<C> reader) {
    return file(CONFIG).read(reader);
  }

  /** Whether {@code generation_config.json} is there. */
  public boolean hasGenerationConfig() {
    return file(GENERATION_CONFIG).isPresent();
  }

  /** How its makers generate: {@code generation_config.json}. */
  public <C> C generation(ConfigReader<C> reader) {
    return file(GENERATION_CONFIG).read(reader);
  }

  /** Whether {@code preprocessor_config.json} is there. */
  public boolean hasPreprocessor() {
    return file(PREPROCESSOR_CONFIG).isPresent();
  }

  /** How its pictures or sounds are made ready: {@code preprocessor_config.json}. */
  public <C> C preprocessor(ConfigReader<C> reader) {
    return file(PREPROCESSOR_CONFIG).read(reader);
  }

  /** The tokenizer, if {@code tokenizer.json}, or an older BERT's {@code vocab.txt}, is there. */
  public Optional<Tokenizer> tokenizer() {
    boolean present = file(TOKENIZER).isPresent() || file(WORDS).isPresent();
    return present ? Optional.of(requireTokenizer()) : Optional.empty();
  }

  /** The tokenizer, which has to be there. */
  public Tokenizer requireTokenizer() {
    return Tokenizer.ofFolder(path);
  }

  /** The Jinja programs that write prompts, where the folder has some. */
  public Optional<ChatTemplates> chatTemplates() {
    return FolderTemplates.of(path);
  }

  /** The weights, mapped for as long as {@code arena} lives. */
  public TensorSource weights(Arena arena) {
    return WeightFiles.open(path, arena);
  }

  /**
   * Fills a module with the weights, which have to hold all of its parameters; others are passed
   * over.
   */
  public <M extends Module> M fill(M module, Backend backend, Module.Loading mode) {
    ModuleWeights.load(module, weights(Arena.ofAuto()), backend, mode, UnaryOperator.identity())
        .requireComplete(path.toString());
    return module;
  }

  /**
   * The small files that make weights a model, by name: configuration, tokenizer, templates,
   * licences. None of a folder without {@code config.json}.
   */
  public Map<String, byte[]> companions() {
    Map<String, byte[]> files = new TreeMap<>();
    if (!hasConfig()) {
      return files;
    }
    try (Stream<Path> all = Files.list(path)) {
      for (Path file : all.filter(HuggingFaceFolder::isCompanion).toList()) {
        String name = String.valueOf(file.getFileName());
        files.put(name, isLegal(name) ? Files.readAllBytes(file) : InputFile.bytes(file));
      }
      return files;
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read: " + InputFile.reason(e), e);
    }
  }

  /** The files of the tokenizer, by name; none where {@code tokenizer.json} is not there. */
  public Map<String, byte[]> tokenizerFiles() {
    Map<String, byte[]> files = new TreeMap<>();
    if (file(TOKENIZER).isPresent()) {
      for (String name : TOKENIZER_FILES) {
        if (file(name).isPresent()) {
          files.put(name, InputFile.bytes(path.resolve(name)));
        }
      }
    }
    return files;
  }

  private static boolean isCompanion(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    boolean known = COMPANION_ENDINGS.stream().anyMatch(name::endsWith) || isLegal(name);
    return known
        && !name.endsWith(".index.json")
        && !Files.isDirectory(file)
        && file.toFile().length() <= LARGEST_COMPANION;
  }

  /** Licences and notices may be of any form, a web page too. */
  private static boolean isLegal(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return COMPANION_BEGINNINGS.stream().anyMatch(lower::startsWith);
  }

  private TextFile file(String name) {
    return new TextFile(path.resolve(name));
  }
}
