package org.affectgpt.tools.convert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.affectgpt.model.Fusions;
import org.affectgpt.model.Widths;
import org.affectgpt.model.checkpoint.ModelSources;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.clip.ClipVisionConfig;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.nn.hubert.HubertConfig;
import org.affectgpt.nn.qformer.QFormerConfig;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.cpu.CpuBackend;

/** The names of the tensors that a model's configured fusions have. */
record FusionNames(Fusions fusions) {
  static FusionNames of(ModelSources parts, InputModel llm) {
    Widths widths =
        new Widths(
            ClipVisionConfig.fromJson(text(parts.clip()), name(parts.clip())).projectionDim(),
            HubertConfig.fromJson(text(parts.hubert()), name(parts.hubert())).hiddenSize(),
            hidden(llm));
    Path bert = parts.bert();
    QFormerConfig former =
        bert != null && Files.isRegularFile(bert.resolve(FolderFiles.CONFIG))
            ? QFormerConfig.fromJson(text(bert), name(bert))
            : null;
    try (CpuBackend shapesOnly = CpuBackend.create(1)) {
      return new FusionNames(new Fusions(Init.empty(shapesOnly), parts.config(), widths, former));
    }
  }

  /** A GGUF file has a configuration too, made of its metadata. */
  private static int hidden(InputModel llm) {
    byte[] json = llm.files().get(FolderFiles.CONFIG);
    if (json == null) {
      throw new InputException(llm.path() + ": has no " + FolderFiles.CONFIG);
    }
    return DecoderConfig.fromJson(new String(json, StandardCharsets.UTF_8), name(llm.path()))
        .hiddenSize();
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

  private static String name(Path folder) {
    return folder.resolve(FolderFiles.CONFIG).toString();
  }

  private static String text(Path folder) {
    Path file = folder.resolve(FolderFiles.CONFIG);
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": missing; the model folder is incomplete");
    }
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e, e);
    }
  }
}
