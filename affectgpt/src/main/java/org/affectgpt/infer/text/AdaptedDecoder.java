package org.affectgpt.infer.text;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.affectgpt.io.huggingface.PeftFolder;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.LoadReport;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.lora.Lora;
import org.affectgpt.nn.lora.LoraConfig;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import org.jspecify.annotations.Nullable;

/** A base decoder with the adapter of a PEFT folder attached. */
record AdaptedDecoder(PeftFolder adapter) {
  private static final String BASE = "base_model_name_or_path";

  /** The base model with the adapter attached; the adapter's own tokenizer comes first. */
  TextModelFiles open(@Nullable Path given) {
    LoraConfig config = adapter.config(LoraConfig::fromJson);
    Path path = given == null ? base(adapter.config(JsonConfig::parse)) : given;
    if (PeftFolder.is(path)) {
      throw new InputException(path + ": an adapter cannot be the base of another");
    }
    TextModelFiles base = TextModelFiles.open(path, null);
    Optional<Tokenizer> own = adapter.tokenizer();
    return new TextModelFiles(
        adapter.path(),
        base.config(),
        own.isPresent() ? own : base.words(),
        base.begin(),
        base.defaults(),
        base.chat(),
        base.memory(),
        backend -> {
          CausalLm decoder = base.load(backend).decoder();
          attach(decoder, config, backend);
          return decoder;
        });
  }

  private Path base(JsonConfig config) {
    String named = config.text(BASE, "");
    if (!named.isEmpty()) {
      try {
        for (Path candidate : List.of(adapter.path().resolve(named), Path.of(named))) {
          if (Files.exists(candidate)) {
            return candidate;
          }
        }
      } catch (InvalidPathException e) {
        throw new InputException(config.where(BASE) + " is no path: " + named, e);
      }
    }
    throw new InputException(
        config.where(BASE)
            + (named.isEmpty() ? " is not given" : " is " + named + ", which is not here")
            + "; name the base model's folder with --base DIR");
  }

  private void attach(CausalLm decoder, LoraConfig config, Backend backend) {
    Lora.attach(decoder, config, Init.empty(backend));
    LoadReport report =
        ModuleWeights.load(
            decoder,
            adapter.weights(Arena.ofAuto()),
            backend,
            Module.Loading.IN_PLACE,
            Lora::parameterName);
    Stream.concat(report.unexpected().stream(), report.missing().stream().filter(Lora::isAdapter))
        .findFirst()
        .ifPresent(
            name -> {
              throw new InputException(
                  adapter.requireWeightsFile()
                      + ": does not fit "
                      + PeftFolder.CONFIG
                      + " and the base model, the first tensor in doubt is '"
                      + name
                      + "'");
            });
  }
}
