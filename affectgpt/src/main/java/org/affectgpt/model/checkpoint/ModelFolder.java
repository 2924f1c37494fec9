package org.affectgpt.model.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.io.InputFile;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.lora.Lora;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/**
 * A model folder: {@code affectgpt.json} and {@code affectgpt.safetensors} (fusions and adapters,
 * named as in the original's checkpoint), and beside them {@code clip/}, {@code hubert/}, {@code
 * llm/} and perhaps {@code bert/}, each in the Hugging Face layout. {@code parts} in {@code
 * affectgpt.json} may name other places for them, and checkpoints of the original instead of {@code
 * affectgpt.safetensors}.
 */
public final class ModelFolder {
  public static final String CONFIG = "affectgpt.json";
  public static final String WEIGHTS = "affectgpt.safetensors";

  /** All that {@link #save} writes, the last last. */
  public static final List<String> FILES =
      List.of(
          "clip/config.json",
          "clip/preprocessor_config.json",
          "clip/model.safetensors",
          "hubert/config.json",
          "hubert/model.safetensors",
          "llm/config.json",
          "llm/tokenizer.json",
          "llm/model.safetensors",
          WEIGHTS,
          CONFIG);

  private final Path folder;

  public ModelFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Loads the folder.
   *
   * @param trainable copies weights into memory that can be trained; else they are used as they lie
   */
  public LoadedModel load(Backend backend, boolean trainable) {
    return ModelLoader.open(parts()).load(backend, trainable);
  }

  /** The parts of this model. */
  public ModelSources parts() {
    return ModelSources.of(require());
  }

  /** The folder, which must be there. */
  public Path require() {
    if (!Files.isDirectory(folder)) {
      throw new InputException(folder + ": no such model folder; check the option model");
    }
    return folder;
  }

  /** Writes a whole model; every file appears complete or not at all. */
  public void save(LoadedModel loaded, StoredType type) {
    AffectGptModel model = loaded.model();
    ObjectMapper json =
        new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
    write("clip/config.json", loaded.encoder().vision().config().toJson());
    write("clip/preprocessor_config.json", loaded.images().toJson());
    saveModule("clip", loaded.encoder().vision(), type);
    write("hubert/config.json", loaded.encoder().acoustic().config().toJson());
    saveModule("hubert", loaded.encoder().acoustic(), type);
    write("llm/config.json", model.decoder().config().toJson());
    create("llm");
    model.tokenizer().tokenizer().save(folder.resolve("llm/tokenizer.json"));
    Map<String, Tensor> own = new LinkedHashMap<>(model.fusions().stateDict());
    Map<String, Tensor> base = new LinkedHashMap<>();
    model
        .decoder()
        .parameters()
        .forEach(
            (name, p) -> {
              if (Lora.isAdapter(name)) {
                own.put(AffectGptModel.ADAPTED + name, p.value());
              } else {
                base.put(name.replace(".base_layer.", "."), p.value());
              }
            });
    ModuleWeights.save(base, type, folder.resolve("llm/model.safetensors"));
    ModuleWeights.save(own, type, folder.resolve(WEIGHTS));
    write(CONFIG, json.valueToTree(model.config().withParts(null)));
  }

  private void saveModule(String part, Module module, StoredType type) {
    create(part);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Parameter> e : module.parameters().entrySet()) {
      tensors.put(e.getKey(), e.getValue().value());
    }
    ModuleWeights.save(tensors, type, folder.resolve(part).resolve("model.safetensors"));
  }

  private void create(String part) {
    try {
      Files.createDirectories(folder.resolve(part));
    } catch (IOException e) {
      throw new InputException(folder.resolve(part) + ": cannot be created", e);
    }
  }

  private void write(String part, JsonNode node) {
    Path file = folder.resolve(part);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      AtomicFile.write(
          file,
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be written: " + InputFile.reason(e), e);
    }
  }
}
