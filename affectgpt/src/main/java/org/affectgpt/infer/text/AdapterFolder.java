package org.affectgpt.infer.text;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.io.weights.WeightFiles;
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

/** A PEFT folder: {@code adapter_config.json} and the adapter's weights over a base model. */
record AdapterFolder(Path folder) {
  static final String CONFIG = "adapter_config.json";
  private static final String BASE = "base_model_name_or_path";
  private static final List<String> WEIGHTS =
      List.of("adapter_model.safetensors", "adapter_model.bin");

  static boolean is(Path path) {
    return Files.isRegularFile(path.resolve(CONFIG));
  }

  /** The base model with the adapter attached; the adapter's own tokenizer comes first. */
  TextModelFiles open(@Nullable Path given) {
    Path file = folder.resolve(CONFIG);
    String json = DecoderFolder.text(file);
    LoraConfig config = LoraConfig.fromJson(json, file.toString());
    Path path = given == null ? base(JsonConfig.parse(json, file.toString())) : given;
    if (is(path)) {
      throw new InputException(path + ": an adapter cannot be the base of another");
    }
    TextModelFiles base = TextModelFiles.open(path, null);
    Optional<Tokenizer> own = DecoderFolder.tokenizer(folder);
    return new TextModelFiles(
        folder,
        base.config(),
        own.isPresent() ? own : base.words(),
        base.begin(),
        base.defaults(),
        base.chat(),
        base.memory(),
        base.copies(),
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
        for (Path candidate : List.of(folder.resolve(named), Path.of(named))) {
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
    Path weights =
        WEIGHTS.stream()
            .map(folder::resolve)
            .filter(Files::isRegularFile)
            .findFirst()
            .orElseThrow(
                () ->
                    new InputException(folder + ": has neither " + String.join(" nor ", WEIGHTS)));
    TensorSource source = WeightFiles.open(weights, Arena.ofAuto());
    LoadReport report =
        ModuleWeights.load(decoder, source, backend, Module.Loading.IN_PLACE, Lora::parameterName);
    Stream.concat(report.unexpected().stream(), report.missing().stream().filter(Lora::isAdapter))
        .findFirst()
        .ifPresent(
            name -> {
              throw new InputException(
                  weights
                      + ": does not fit "
                      + CONFIG
                      + " and the base model, the first tensor in doubt is '"
                      + name
                      + "'");
            });
  }
}
