package org.affectgpt.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.app.model.AffectGptConfig;
import org.affectgpt.app.model.ModelFolder;
import org.affectgpt.app.model.ModelSources;
import org.affectgpt.app.model.OriginalConfig;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model: a folder, or the original's base folders with checkpoints over them. */
final class ModelOption {
  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "A model folder; the shipped tiny model without it.")
  private @Nullable Path model;

  @Option(
      names = "--llm",
      paramLabel = "DIR",
      description =
          "Instead of --model: Qwen2.5's folder, with --clip, --hubert and --checkpoint beside it.")
  private @Nullable Path llm;

  @Option(names = "--clip", paramLabel = "DIR", description = "The folder of CLIP ViT-L/14.")
  private @Nullable Path clip;

  @Option(names = "--hubert", paramLabel = "DIR", description = "The folder of HuBERT-large.")
  private @Nullable Path hubert;

  @Option(
      names = "--bert",
      paramLabel = "DIR",
      description = "The folder of bert-base-uncased, which only Q-Former fusions need.")
  private @Nullable Path bert;

  @Option(
      names = "--checkpoint",
      paramLabel = "F",
      description =
          "A checkpoint of AffectGPT (.pth); may be given several times, later ones win name by"
              + " name.")
  private List<Path> checkpoints = new ArrayList<>();

  @Option(
      names = "--config",
      paramLabel = "F",
      description =
          "The YAML file the checkpoint was trained with; the released models' options without it.")
  private @Nullable Path config;

  /**
   * The parts to put together.
   *
   * @param mode stands over the configuration's own
   */
  ModelSources parts(@Nullable String mode) {
    Path l = llm;
    Path c = clip;
    Path h = hubert;
    if (l == null && c == null && h == null && checkpoints.isEmpty()) {
      if (config != null || bert != null) {
        throw new InputException("--config and --bert go with --llm, --clip and --hubert");
      }
      return new ModelFolder(ShippedModel.or(model)).parts();
    }
    if (model != null || l == null || c == null || h == null) {
      throw new InputException(
          "give either --model, or --llm, --clip, --hubert and --checkpoint together");
    }
    List<Path> overlays = new ArrayList<>();
    AffectGptConfig options;
    if (config == null) {
      options = OriginalConfig.released(mode);
    } else {
      OriginalConfig original = OriginalConfig.read(config, mode);
      options = original.config();
      overlays.addAll(original.checkpoints());
    }
    overlays.addAll(checkpoints);
    if (overlays.isEmpty()) {
      throw new InputException("--checkpoint is missing: give the .pth file of AffectGPT");
    }
    return new ModelSources(options, l, c, h, bert, overlays, false);
  }
}
