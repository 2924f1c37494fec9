package org.affectgpt.model.checkpoint;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.affectgpt.config.ConfigFile;
import org.affectgpt.io.InputFile;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.model.AffectGptConfig;
import org.affectgpt.model.PartPaths;
import org.affectgpt.nn.qformer.QFormerConfig;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * What a model is put together from.
 *
 * @param llm the decoder: a Hugging Face folder
 * @param clip the vision encoder's folder
 * @param hubert the acoustic encoder's folder
 * @param bert a folder with BERT's {@code config.json}; only Q-Formers need it
 * @param checkpoints fusions and adapters, later files over earlier ones name by name
 * @param complete whether the checkpoints must hold every fusion and nothing unknown; the original
 *     is lax ({@code affectgpt.py:from_config})
 */
public record ModelSources(
    AffectGptConfig config,
    Path llm,
    Path clip,
    Path hubert,
    @Nullable Path bert,
    List<Path> checkpoints,
    boolean complete) {
  public ModelSources {
    checkpoints = List.copyOf(checkpoints);
  }

  /** The parts that {@code affectgpt.json} of a model folder names. */
  public static ModelSources of(Path folder) {
    return of(
        folder, new ConfigFile().read(folder.resolve(ModelFolder.CONFIG), AffectGptConfig.class));
  }

  /** The parts of a model folder with this configuration. */
  public static ModelSources of(Path folder, AffectGptConfig config) {
    PartPaths paths =
        config.parts() == null ? new PartPaths(null, null, null, null, null) : config.parts();
    List<String> given = paths.checkpoints();
    return new ModelSources(
        config,
        folder.resolve(paths.llm() == null ? "llm" : paths.llm()),
        folder.resolve(paths.clip() == null ? "clip" : paths.clip()),
        folder.resolve(paths.hubert() == null ? "hubert" : paths.hubert()),
        folder.resolve(paths.bert() == null ? "bert" : paths.bert()),
        given == null
            ? List.of(folder.resolve(ModelFolder.WEIGHTS))
            : given.stream().map(folder::resolve).toList(),
        given == null);
  }

  /**
   * The checkpoints' tensors by their names in the original's state dict, mapped for as long as
   * {@code arena} lives.
   *
   * @throws InputException naming the part that is missing or damaged
   */
  public Map<String, TensorEntry> checkpointTensors(Arena arena) {
    return new CheckpointTensors(require().checkpoints(), arena).byName();
  }

  /** The configuration of Q-Formers, which BERT's folder holds; null where there is none. */
  public @Nullable QFormerConfig former() {
    HuggingFaceFolder folder = bert == null ? null : new HuggingFaceFolder(bert);
    return folder != null && folder.hasConfig() ? folder.config(QFormerConfig::fromJson) : null;
  }

  /** Fails when a folder or file is not there. */
  ModelSources require() {
    for (Path part : List.of(llm, clip, hubert)) {
      if (!Files.exists(part)) {
        throw new InputException(part + ": no such model folder; check the path");
      }
    }
    for (Path file : checkpoints) {
      InputFile.require(file, "no such checkpoint; check the path");
    }
    return this;
  }
}
