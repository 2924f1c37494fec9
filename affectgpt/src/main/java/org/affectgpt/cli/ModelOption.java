package org.affectgpt.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.model.checkpoint.ModelFolder;
import org.affectgpt.model.checkpoint.ModelSources;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model: a folder, or the original's base folders with checkpoints over them. */
final class ModelOption {
  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "A model folder; the shipped tiny model without it.")
  private @Nullable Path model;

  @Mixin private BaseFolders base;

  @Option(
      names = "--checkpoint",
      paramLabel = "F",
      description =
          "A checkpoint of AffectGPT (.pth); may be given several times, later ones win name by"
              + " name.")
  private List<Path> checkpoints = new ArrayList<>();

  /**
   * The parts to put together.
   *
   * @param mode stands over the configuration's own
   */
  ModelSources parts(@Nullable String mode) {
    if (base.absent() && checkpoints.isEmpty()) {
      return new ModelFolder(ShippedModel.or(model)).parts();
    }
    if (model != null) {
      throw new InputException(
          "give either --model, or --llm, --clip, --hubert and --checkpoint together");
    }
    return base.under(checkpoints, "--checkpoint", mode);
  }
}
