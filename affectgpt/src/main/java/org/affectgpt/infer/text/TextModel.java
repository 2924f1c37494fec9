package org.affectgpt.infer.text;

import java.nio.file.Path;
import java.util.Optional;
import org.affectgpt.io.decoder.GenerationDefaults;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.tensor.backend.Backend;

/**
 * A decoder that continues text, with weights in place as their file holds them.
 *
 * @param decoder frozen; an adapter is attached and not merged
 */
public record TextModel(TextModelFiles files, CausalLm decoder) {

  /**
   * Opens a Hugging Face folder of a Qwen- or Llama-style decoder, a PEFT adapter folder whose
   * configuration names its base, or a GGUF file; {@link TextModelFiles#open} does it in two steps.
   */
  public static TextModel open(Path path, Backend backend) {
    return TextModelFiles.open(path, null).load(backend);
  }

  public DecoderConfig config() {
    return decoder.config();
  }

  /** The tokenizer, or nothing for a folder that has none. */
  public Optional<Tokenizer> words() {
    return files.words();
  }

  /** The tokenizer, which must be there. */
  public Tokenizer tokenizer() {
    return files.tokenizer();
  }

  /** How the model's makers generate with it. */
  public GenerationDefaults defaults() {
    return files.defaults();
  }
}
