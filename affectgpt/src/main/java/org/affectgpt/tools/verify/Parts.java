package org.affectgpt.tools.verify;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.affectgpt.infer.text.TextModel;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.io.weights.WeightFiles;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.clip.ClipVisionConfig;
import org.affectgpt.nn.clip.ClipVisionModel;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.nn.hubert.HubertConfig;
import org.affectgpt.nn.hubert.HubertModel;
import org.affectgpt.nn.qformer.QFormerConfig;
import org.affectgpt.nn.qformer.QFormerModel;
import org.affectgpt.nn.qformer.QFormerNames;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;

/**
 * Loads parts of a model, each from a folder in the Hugging Face layout: {@code config.json} and
 * weights in any format that {@link WeightFiles} opens.
 *
 * @param mode whether weights are used as they lie, or copied so that they can be trained
 */
record Parts(Backend backend, Module.Loading mode) {
  private static final String CONFIG = "config.json";

  /** The image half of a CLIP model. */
  ClipVisionModel vision(Path folder) {
    Path config = folder.resolve(CONFIG);
    return load(
        new ClipVisionModel(
            Init.empty(backend), ClipVisionConfig.fromJson(text(config), config.toString())),
        folder);
  }

  /** A HuBERT model. */
  HubertModel acoustic(Path folder) {
    Path config = folder.resolve(CONFIG);
    return load(
        new HubertModel(
            Init.empty(backend), HubertConfig.fromJson(text(config), config.toString())),
        folder);
  }

  /** A Qwen- or Llama-style decoder; {@code generate} opens the one that is used in place. */
  CausalLm decoder(Path folder) {
    if (mode == Module.Loading.IN_PLACE) {
      return TextModel.open(folder, backend).decoder();
    }
    Path config = folder.resolve(CONFIG);
    return load(
        new CausalLm(Init.empty(backend), DecoderConfig.fromJson(text(config), config.toString())),
        folder);
  }

  /** The query branch of a BLIP-2 Q-Former. */
  QFormerModel former(Path folder) {
    Path config = folder.resolve(CONFIG);
    return load(
        new QFormerModel(
            Init.empty(backend),
            QFormerConfig.fromJson(text(config), config.toString()),
            QFormerNames.BLIP2),
        folder);
  }

  private <M extends Module> M load(M module, Path folder) {
    TensorSource source = WeightFiles.open(folder, Arena.ofAuto());
    ModuleWeights.load(module, source, backend, mode, UnaryOperator.identity())
        .requireComplete(folder.toString());
    return module;
  }

  /** A text file of a model. */
  private static String text(Path file) {
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
