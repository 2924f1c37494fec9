package org.affectgpt.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.model.AffectGptConfig;
import org.affectgpt.model.checkpoint.ModelSources;
import org.affectgpt.model.checkpoint.OriginalConfig;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The folders that a checkpoint of the original lies over, and the configuration it had. */
final class BaseFolders {
  @Option(
      names = "--llm",
      paramLabel = "DIR",
      description = "Qwen2.5's folder, with --clip, --hubert and a checkpoint beside it.")
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
      names = "--config",
      paramLabel = "F",
      description =
          "The YAML file the checkpoint was trained with; the released models' options without it.")
  private @Nullable Path config;

  /**
   * Whether none of the folders is given; then the options that go with them must not be either.
   */
  boolean absent() {
    boolean none = llm == null && clip == null && hubert == null;
    if (none && (config != null || bert != null)) {
      throw new InputException("--config and --bert go with --llm, --clip and --hubert");
    }
    return none;
  }

  /**
   * The folders with checkpoints over them: first those that the configuration names.
   *
   * @param option the option that gives checkpoints, for messages
   * @param mode stands over the configuration's own
   */
  ModelSources under(List<Path> checkpoints, String option, @Nullable String mode) {
    if (llm == null || clip == null || hubert == null) {
      throw new InputException(option + " needs --llm, --clip and --hubert beside it");
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
      throw new InputException(option + " is missing: give the .pth file of AffectGPT");
    }
    return new ModelSources(options, llm, clip, hubert, bert, overlays, false);
  }
}
