package org.affectgpt.tools.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.model.checkpoint.LoadedModel;
import org.affectgpt.model.checkpoint.ModelLoader;
import org.affectgpt.model.checkpoint.ModelSources;
import org.affectgpt.model.checkpoint.OriginalConfig;
import org.affectgpt.tensor.backend.Backend;

/**
 * The original's whole model, a checkpoint over base folders: encoders, every branch, prompts of
 * all modes, spliced embeddings, loss, gradients, answers, log-probabilities and loss of GRPO.
 */
final class AffectGptKind implements GoldenKind {
  @Override
  public void check(GoldenFolder folder, Backend backend, GoldenComparison comparison) {
    JsonNode meta = folder.json("meta.json");
    ModelSources sources = sources(folder.path(), meta);
    new AffectGptPrompts(folder, comparison, sources).check();
    LoadedModel inPlace = ModelLoader.open(sources).load(backend, false);
    comparison.equal("checkpoint", "", String.join("; ", inPlace.unmatched()));
    AffectGptFeatures features =
        folder.says("features_given")
            ? AffectGptFeatures.given(comparison, meta.path("ann").size())
            : new AffectGptEncoders(folder, comparison, inPlace).features();
    new AffectGptAnswers(folder, comparison, inPlace.model(), meta, features).check();
    LoadedModel trainable = ModelLoader.open(sources).load(backend, true);
    new AffectGptBatches(folder, comparison, trainable.model(), meta, features).check();
    new AffectGptGroups(folder, comparison, trainable.model(), meta, features).check();
    new AffectGptRollout(folder, comparison, trainable.model(), meta, features).check();
  }

  /** The original's base folders and checkpoint, or a model folder of our own. */
  private static ModelSources sources(Path folder, JsonNode meta) {
    if (!meta.has("model_cfg")) {
      return ModelSources.of(folder.resolve("model"));
    }
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.set("model", meta.path("model_cfg"));
    OriginalConfig original = OriginalConfig.of(root, folder.resolve("meta.json"), null);
    Path models = folder.resolve("models");
    return new ModelSources(
        original.config(),
        models.resolve("llm"),
        models.resolve("clip"),
        models.resolve("hubert"),
        models.resolve("bert"),
        List.of(folder.resolve(meta.path("checkpoint").path("file").asText())),
        false);
  }
}
