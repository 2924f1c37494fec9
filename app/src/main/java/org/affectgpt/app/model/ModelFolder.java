package org.affectgpt.app.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.affectgpt.app.config.ConfigFile;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.io.media.ImageProcessorConfig;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.safetensors.SafeTensorsFolder;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.LoadReport;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.clip.ClipVisionConfig;
import org.affectgpt.nn.clip.ClipVisionModel;
import org.affectgpt.nn.hubert.HubertConfig;
import org.affectgpt.nn.hubert.HubertModel;
import org.affectgpt.nn.lora.Lora;
import org.affectgpt.nn.lora.LoraConfig;
import org.affectgpt.nn.qformer.QFormerConfig;
import org.affectgpt.nn.qwen2.Qwen2Config;
import org.affectgpt.nn.qwen2.Qwen2ForCausalLm;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.jspecify.annotations.Nullable;

/**
 * A model folder: {@code affectgpt.json} and {@code affectgpt.safetensors} (fusions and adapters,
 * named as in the original's checkpoint), and beside them {@code clip/}, {@code hubert/}, {@code
 * llm/} and perhaps {@code bert/}, each in the Hugging Face layout.
 */
public final class ModelFolder {
  public static final String CONFIG = "affectgpt.json";
  public static final String WEIGHTS = "affectgpt.safetensors";
  private static final String ADAPTERS = "llama_model.base_model.model.";

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
    AffectGptConfig config = config();
    Module.Loading mode = trainable ? Module.Loading.COPY : Module.Loading.IN_PLACE;
    Init init = Init.empty(backend);
    ClipVisionModel vision =
        new ClipVisionModel(
            init, ClipVisionConfig.fromJson(text("clip/config.json"), name("clip/config.json")));
    loadAll(vision, "clip", backend, mode);
    HubertModel acoustic =
        new HubertModel(
            init, HubertConfig.fromJson(text("hubert/config.json"), name("hubert/config.json")));
    loadAll(acoustic, "hubert", backend, mode);
    Qwen2Config llm = Qwen2Config.fromJson(text("llm/config.json"), name("llm/config.json"));
    Qwen2ForCausalLm decoder = new Qwen2ForCausalLm(init, llm);
    loadAll(decoder, "llm", backend, mode);
    vision.freeze();
    acoustic.freeze();
    Widths widths =
        new Widths(
            vision.config().projectionDim(), acoustic.config().hiddenSize(), llm.hiddenSize());
    Fusions fusions = new Fusions(init, config, widths, former());
    if (config.loraR() > 0) {
      decoder.freeze();
      LoraConfig lora =
          new LoraConfig(
              config.loraR(), config.loraAlpha(), config.loraDropout(), LoraConfig.DECODER_LAYERS);
      Lora.attach(decoder, lora, Init.random(backend, new CounterRng(0).split("lora")));
    }
    PromptTokenizer tokenizer =
        new PromptTokenizer(Tokenizer.load(folder.resolve("llm/tokenizer.json")), config);
    AffectGptModel model = new AffectGptModel(config, widths, fusions, decoder, tokenizer);
    loadOwn(model, backend, mode);
    return new LoadedModel(
        folder,
        model,
        new MediaEncoder(backend, vision, acoustic, config.jointAudioNormalisation()),
        ImageProcessorConfig.read(folder.resolve("clip/preprocessor_config.json")));
  }

  /** The folder, which must be there. */
  public Path require() {
    if (!Files.isDirectory(folder)) {
      throw new InputException(folder + ": no such model folder; check the option model");
    }
    return folder;
  }

  private AffectGptConfig config() {
    require();
    return new ConfigFile().read(folder.resolve(CONFIG), AffectGptConfig.class);
  }

  private @Nullable QFormerConfig former() {
    Path file = folder.resolve("bert/config.json");
    return Files.exists(file)
        ? QFormerConfig.fromJson(text("bert/config.json"), file.toString())
        : null;
  }

  private void loadAll(Module module, String part, Backend backend, Module.Loading mode) {
    TensorSource source = SafeTensorsFolder.open(folder.resolve(part));
    LoadReport report = ModuleWeights.load(module, source, backend, mode, UnaryOperator.identity());
    report.requireComplete(name(part));
  }

  private void loadOwn(AffectGptModel model, Backend backend, Module.Loading mode) {
    Path file = folder.resolve(WEIGHTS);
    TensorSource source = SafeTensorsFile.open(file);
    Map<String, Tensor> adapters = new LinkedHashMap<>();
    Map<String, Tensor> others = new LinkedHashMap<>();
    source
        .entries()
        .forEach(
            e -> {
              Tensor t = ModuleWeights.tensor(e, backend);
              if (e.name().startsWith(ADAPTERS)) {
                adapters.put(e.name().substring(ADAPTERS.length()), t);
              } else {
                others.put(e.name(), t);
              }
            });
    LoadReport report = model.fusions().load(others, mode);
    report.requireComplete(file.toString());
    if (!report.unexpected().isEmpty()) {
      throw new InputException(
          file
              + ": unknown tensor '"
              + report.unexpected().getFirst()
              + "'; the fusion types in "
              + CONFIG
              + " may not be those it was trained with");
    }
    if (!adapters.isEmpty()) {
      requireAdapters(model.decoder().load(adapters, mode), file);
    }
  }

  /** A file without any adapter is a fresh start; one with some must have them all. */
  private static void requireAdapters(LoadReport report, Path file) {
    Stream<String> missing = report.missing().stream().filter(ModelFolder::isAdapter);
    Stream.concat(report.unexpected().stream(), missing)
        .findFirst()
        .ifPresent(
            name -> {
              throw new InputException(
                  file
                      + ": the adapters do not fit, the first is '"
                      + name
                      + "'; check lora_r in "
                      + CONFIG);
            });
  }

  private static boolean isAdapter(String name) {
    return name.contains(".lora_A.") || name.contains(".lora_B.");
  }

  private String name(String part) {
    return folder.resolve(part).toString();
  }

  private String text(String part) {
    Path file = folder.resolve(part);
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": missing; the model folder is incomplete");
    }
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
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
              if (isAdapter(name)) {
                own.put(ADAPTERS + name, p.value());
              } else {
                base.put(name.replace(".base_layer.", "."), p.value());
              }
            });
    ModuleWeights.save(base, type, folder.resolve("llm/model.safetensors"));
    ModuleWeights.save(own, type, folder.resolve(WEIGHTS));
    write(CONFIG, json.valueToTree(model.config()));
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
      throw new InputException(file + ": cannot be written (" + e.getMessage() + ")", e);
    }
  }
}
