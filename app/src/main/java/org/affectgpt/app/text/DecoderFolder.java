package org.affectgpt.app.text;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.io.weights.WeightFiles;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.LoadReport;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.qwen2.Qwen2Config;
import org.affectgpt.nn.qwen2.Qwen2ForCausalLm;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;

/** A Hugging Face folder of a decoder: configuration, weights, tokenizer, generation defaults. */
record DecoderFolder(Path folder) {
  private static final String CONFIG = "config.json";

  TextModel open(Backend backend) {
    Qwen2ForCausalLm decoder = decoder(backend);
    Optional<Tokenizer> tokenizer = tokenizer(folder);
    return new TextModel(
        folder,
        decoder,
        tokenizer,
        defaults(),
        tokenizer.flatMap(t -> ChatTemplate.of(folder, decoder.config(), t)));
  }

  private Qwen2ForCausalLm decoder(Backend backend) {
    Path config = folder.resolve(CONFIG);
    Qwen2ForCausalLm decoder =
        new Qwen2ForCausalLm(
            Init.empty(backend), Qwen2Config.fromJson(text(config), config.toString()));
    TensorSource source = WeightFiles.open(folder, Arena.ofAuto());
    LoadReport report =
        ModuleWeights.load(
            decoder, source, backend, Module.Loading.IN_PLACE, UnaryOperator.identity());
    report.requireComplete(folder.toString());
    requireKnown(report.unexpected());
    return decoder;
  }

  /** Rotary frequencies, which old checkpoints hold, follow from the configuration. */
  private void requireKnown(List<String> unexpected) {
    unexpected.stream()
        .filter(name -> !name.endsWith("rotary_emb.inv_freq"))
        .findFirst()
        .ifPresent(
            name -> {
              throw new InputException(
                  folder
                      + ": the decoder that "
                      + CONFIG
                      + " describes has no tensor '"
                      + name
                      + "'; weights and configuration do not belong together");
            });
  }

  private GenerationDefaults defaults() {
    Path own = folder.resolve("generation_config.json");
    Path file = Files.isRegularFile(own) ? own : folder.resolve(CONFIG);
    return GenerationDefaults.fromJson(text(file), file.toString());
  }

  /** The tokenizer of a folder, if it has one. */
  static Optional<Tokenizer> tokenizer(Path folder) {
    Path file = folder.resolve("tokenizer.json");
    return Files.isRegularFile(file) ? Optional.of(Tokenizer.load(file)) : Optional.empty();
  }

  static String text(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": missing; the model folder is incomplete");
    }
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
