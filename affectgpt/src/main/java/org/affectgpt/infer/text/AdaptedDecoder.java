package org.affectgpt.infer.text;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affectgpt.io.huggingface.PeftFolder;
import org.affectgpt.io.peft.FittedAdapter;
import org.affectgpt.io.peft.PeftAdapter;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.lora.Lora;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.jspecify.annotations.Nullable;

/** A base decoder with the adapter of a PEFT folder attached. */
record AdaptedDecoder(PeftFolder adapter) {
  private static final String BASE = "base_model_name_or_path";

  /** The base model with the adapter attached; the adapter's own tokenizer comes first. */
  TextModelFiles open(@Nullable Path given) {
    PeftAdapter read = PeftAdapter.read(adapter, Arena.ofAuto());
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
        own.isPresent() ? adapter.chatTemplates().or(base::chat) : base.chat(),
        base.memory(),
        backend -> {
          CausalLm decoder = base.load(backend).decoder();
          attach(decoder, read, backend);
          return decoder;
        });
  }

  private Path base(JsonConfig config) {
    String named = config.text(BASE, "");
    if (!named.isEmpty()) {
      try {
        for (Path candidate : candidates(Path.of(named))) {
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

  /** As named, within the adapter's folder or from here; else of the same name beside it. */
  private List<Path> candidates(Path named) {
    Path parent = adapter.path().toAbsolutePath().normalize().getParent();
    Path last = named.getFileName();
    List<Path> all = new ArrayList<>(List.of(adapter.path().resolve(named), named));
    if (parent != null && last != null) {
      all.add(parent.resolve(last));
    }
    return all;
  }

  private void attach(CausalLm decoder, PeftAdapter read, Backend backend) {
    FittedAdapter fitted = FittedAdapter.of(read, new DecoderBase(decoder), Arena.ofAuto());
    if (fitted.ownHead()) {
      decoder.separateHead();
    }
    load(decoder, fitted.replaced(), backend);
    if (!read.factors().isEmpty()) {
      Lora.attach(decoder, read.lora(), Init.empty(backend));
      load(decoder, read.factors(), backend);
    }
  }

  private void load(CausalLm decoder, Map<String, TensorEntry> entries, Backend backend) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    entries.forEach((name, e) -> tensors.put(name, ModuleWeights.tensor(e, backend)));
    try {
      decoder.load(tensors, Module.Loading.IN_PLACE);
    } catch (InputException e) {
      throw new InputException(adapter.requireWeightsFile() + ": " + e.getMessage(), e);
    }
  }
}
