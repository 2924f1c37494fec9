package org.affectgpt.tools.convert;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.model.Fusions;
import org.affectgpt.model.Widths;
import org.affectgpt.model.checkpoint.ModelSources;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.clip.ClipVisionConfig;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.nn.hubert.HubertConfig;
import org.affectgpt.nn.qformer.QFormerConfig;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;

/** The names of the tensors that a model's configured fusions have. */
record FusionNames(Fusions fusions) {
  static FusionNames of(ModelSources parts, InputModel llm) {
    Widths widths =
        new Widths(
            new HuggingFaceFolder(parts.clip()).config(ClipVisionConfig::fromJson).projectionDim(),
            new HuggingFaceFolder(parts.hubert()).config(HubertConfig::fromJson).hiddenSize(),
            hidden(llm));
    QFormerConfig former = parts.former();
    try (Backend shapesOnly = Backends.open("cpu", 1)) {
      return new FusionNames(new Fusions(Init.empty(shapesOnly), parts.config(), widths, former));
    }
  }

  /** A GGUF file has a configuration too, made of its metadata. */
  private static int hidden(InputModel llm) {
    byte[] json = llm.files().get(HuggingFaceFolder.CONFIG);
    if (json == null) {
      throw new InputException(llm.path() + ": has no " + HuggingFaceFolder.CONFIG);
    }
    String source = llm.path().resolve(HuggingFaceFolder.CONFIG).toString();
    return DecoderConfig.fromJson(new String(json, StandardCharsets.UTF_8), source).hiddenSize();
  }

  boolean has(String name) {
    return fusions.parameters().containsKey(fusions.canonical(name))
        || fusions.buffers().containsKey(name);
  }

  /** Fails if one is not among {@code given}. */
  void requireAll(Set<String> given, Path origin) {
    Set<String> missing = new LinkedHashSet<>(fusions.parameters().keySet());
    given.forEach(name -> missing.remove(fusions.canonical(name)));
    missing.stream()
        .findFirst()
        .ifPresent(
            name -> {
              throw new InputException(
                  origin + ": lacks the tensor '" + name + "'; check the fusion types (--config)");
            });
  }
}
