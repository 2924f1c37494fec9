package org.affectgpt.io.decoder;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.affectgpt.io.chat.ChatTemplates;
import org.affectgpt.io.gguf.GgufFile;
import org.affectgpt.io.gguf.GgufModel;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.io.weights.BlockScales;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.LoadReport;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;

/**
 * A decoder on disk, a Hugging Face folder or a GGUF file in one view. Opening reads the
 * configuration and maps the weights; no weight is touched before {@link #load}.
 */
public interface DecoderFiles {
  /**
   * Opens a folder or a {@code .gguf} file, mapped for as long as {@code arena} lives.
   *
   * @throws InputException naming what is missing, damaged or not supported
   */
  static DecoderFiles open(Path path, Arena arena) {
    if (Files.isDirectory(path)) {
      return FolderDecoder.open(new HuggingFaceFolder(path), arena);
    }
    if (String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT).endsWith(".gguf")) {
      return new GgufDecoder(GgufModel.of(GgufFile.open(path, arena)), arena);
    }
    throw new InputException(path + ": neither a model folder nor a .gguf file");
  }

  Path path();

  DecoderConfig config();

  /** What the user should know of the configuration, one line each. */
  List<String> notes();

  /** The tensors that are used from where they are mapped, or copied one by one when loaded. */
  TensorSource mapped();

  /** Bytes of native memory that {@link #weights} takes beside the mapped file. */
  long widenedBytes();

  /** The weights by Hugging Face's names, widened and put in order where kernels need that. */
  TensorSource weights();

  /** The tokenizer; empty for a folder that has none. */
  Optional<Tokenizer> tokenizer();

  /** The tokenizer, which has to be there. */
  default Tokenizer requireTokenizer() {
    return tokenizer()
        .orElseThrow(
            () ->
                new InputException(
                    path() + ": has no tokenizer.json; copy the model's own into it"));
  }

  /** A token before every text, beside those that the tokenizer itself adds. */
  OptionalInt begin();

  /** How the model's makers generate with it. */
  GenerationDefaults defaults();

  /** The Jinja programs that write prompts, where the model carries some. */
  Optional<ChatTemplates> chatTemplates();

  /**
   * The decoder with all of its weights.
   *
   * @param mode whether weights are used as they are stored, or copied so that they can be trained
   */
  default CausalLm load(Backend backend, Module.Loading mode) {
    CausalLm decoder = new CausalLm(Init.empty(backend), config());
    LoadReport report = ModuleWeights.load(decoder, weights(), backend, mode, name -> name);
    report.requireComplete(path().toString());
    for (String name : report.unexpected()) {
      // old checkpoints hold the rotary frequencies, which follow from the configuration
      if (!name.endsWith("rotary_emb.inv_freq")) {
        throw new InputException(
            path()
                + ": the decoder that its configuration describes has no tensor '"
                + name
                + (BlockScales.isOfQuantiser(name)
                    ? "': it scales quantised weights in a way that is not read; use the model's"
                        + " BF16 weights, or a GGUF file of it"
                    : "'; weights and configuration do not belong together"));
      }
    }
    return decoder;
  }
}
