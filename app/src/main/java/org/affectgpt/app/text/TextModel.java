package org.affectgpt.app.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.nn.qwen2.Qwen2Config;
import org.affectgpt.nn.qwen2.Qwen2ForCausalLm;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import org.jspecify.annotations.Nullable;

/**
 * A decoder that continues text, with weights in place as their file holds them.
 *
 * @param path where it was opened
 * @param decoder frozen
 * @param words its tokenizer; empty for a folder that has none
 * @param defaults how its makers generate
 * @param chat how its makers mark the turns of a conversation
 */
public record TextModel(
    Path path,
    Qwen2ForCausalLm decoder,
    Optional<Tokenizer> words,
    GenerationDefaults defaults,
    Optional<ChatTemplate> chat) {

  /** Opens a Hugging Face folder of a Qwen2- or Llama-style decoder, or a PEFT adapter folder. */
  public static TextModel open(Path path, Backend backend) {
    return open(path, null, backend);
  }

  /**
   * @param base the folder that an adapter belongs to; without it the adapter's configuration names
   *     it, relative to the adapter or to the working directory
   * @throws InputException naming what is missing, damaged or not supported
   */
  public static TextModel open(Path path, @Nullable Path base, Backend backend) {
    if (!Files.exists(path)) {
      throw new InputException(path + ": no such model folder or file; check the path");
    }
    if (AdapterFolder.is(path)) {
      return new AdapterFolder(path).open(base, backend);
    }
    if (base != null) {
      throw new InputException(
          path + ": not an adapter (it has no " + AdapterFolder.CONFIG + "); leave --base out");
    }
    if (Files.isDirectory(path)) {
      return new DecoderFolder(path).open(backend);
    }
    if (path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gguf")) {
      throw new InputException(path + ": GGUF files are not supported yet");
    }
    throw new InputException(path + ": not a model folder");
  }

  /** The tokenizer, which generating from text needs. */
  public Tokenizer tokenizer() {
    return words.orElseThrow(
        () -> new InputException(path + ": has no tokenizer.json; copy the model's own into it"));
  }

  public Qwen2Config config() {
    return decoder.config();
  }
}
