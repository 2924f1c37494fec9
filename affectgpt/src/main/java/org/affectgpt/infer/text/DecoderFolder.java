package org.affectgpt.infer.text;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.io.weights.WeightFiles;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.LoadReport;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tools.memory.WeightMemory;
import org.jspecify.annotations.Nullable;

/** A Hugging Face folder of a decoder: configuration, weights, tokenizer, generation defaults. */
record DecoderFolder(Path folder) {
  private static final String CONFIG = "config.json";

  TextModelFiles open() {
    Path file = folder.resolve(CONFIG);
    DecoderConfig config = DecoderConfig.fromJson(text(file), file.toString());
    TensorSource weights = WeightFiles.open(folder, Arena.ofAuto());
    Optional<Tokenizer> tokenizer = tokenizer(folder);
    return new TextModelFiles(
        folder,
        config,
        tokenizer,
        OptionalInt.empty(),
        defaults(),
        tokenizer.flatMap(t -> ChatTemplate.of(jinja(), config, t)),
        WeightMemory.of(weights),
        List.of(),
        backend -> decoder(config, weights, backend));
  }

  private CausalLm decoder(DecoderConfig config, TensorSource weights, Backend backend) {
    CausalLm decoder = new CausalLm(Init.empty(backend), config);
    LoadReport report =
        ModuleWeights.load(
            decoder, weights, backend, Module.Loading.IN_PLACE, UnaryOperator.identity());
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

  private @Nullable String jinja() {
    Path own = folder.resolve("chat_template.jinja");
    if (Files.isRegularFile(own)) {
      return text(own);
    }
    Path file = folder.resolve("tokenizer_config.json");
    if (!Files.isRegularFile(file)) {
      return null;
    }
    JsonConfig c = JsonConfig.parse(text(file), file.toString());
    return c.isText("chat_template") ? c.text("chat_template", "") : null;
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
