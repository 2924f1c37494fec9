package org.affectgpt.model.checkpoint;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.affectgpt.io.decoder.DecoderFiles;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.media.ImageProcessorConfig;
import org.affectgpt.io.media.SoundProcessorKeys;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.model.AdapterConfig;
import org.affectgpt.model.AffectGptConfig;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.EncoderMemory;
import org.affectgpt.model.Fusions;
import org.affectgpt.model.MediaEncoder;
import org.affectgpt.model.PromptTokenizer;
import org.affectgpt.model.Widths;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.clip.ClipVisionConfig;
import org.affectgpt.nn.clip.ClipVisionModel;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.hubert.HubertConfig;
import org.affectgpt.nn.hubert.HubertModel;
import org.affectgpt.nn.lora.Lora;
import org.affectgpt.nn.lora.LoraConfig;
import org.affectgpt.nn.qformer.QFormerConfig;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tools.memory.DecoderMemory;
import org.affectgpt.tools.memory.MemoryEstimate;
import org.affectgpt.tools.memory.MemoryPart;
import org.affectgpt.tools.memory.WeightMemory;

/**
 * Puts a model together: base folders first, then the checkpoints over them, as the original does.
 * Opening maps the files and reads their headers; no weight is touched before {@link #load}.
 */
public final class ModelLoader {
  private final ModelSources parts;
  private final ClipVisionConfig visionConfig;
  private final ImageProcessorConfig images;
  private final HubertConfig acousticConfig;
  private final TensorSource clip;
  private final TensorSource hubert;
  private final DecoderFiles llm;
  private final CheckpointTensors checkpoint;
  private final List<String> notes = new ArrayList<>();

  private ModelLoader(ModelSources parts) {
    this.parts = parts;
    Arena arena = Arena.ofAuto();
    HuggingFaceFolder vision = new HuggingFaceFolder(parts.clip());
    JsonConfig visionJson = vision.config(JsonConfig::parse);
    visionConfig = ClipVisionConfig.read(visionJson);
    notes.addAll(visionJson.notes());
    JsonConfig pictures = vision.preprocessor(JsonConfig::parse);
    images = ImageProcessorConfig.read(pictures);
    notes.addAll(pictures.notes());
    clip = vision.weights(arena);
    HuggingFaceFolder acoustic = new HuggingFaceFolder(parts.hubert());
    JsonConfig acousticJson = acoustic.config(JsonConfig::parse);
    acousticConfig = HubertConfig.read(acousticJson);
    notes.addAll(acousticJson.notes());
    if (acoustic.hasPreprocessor()) {
      JsonConfig sounds = acoustic.preprocessor(JsonConfig::parse);
      SoundProcessorKeys.table().check(sounds);
      notes.addAll(sounds.notes());
    }
    hubert = acoustic.weights(arena);
    llm = DecoderFiles.open(parts.llm(), arena);
    notes.addAll(llm.notes());
    checkpoint = new CheckpointTensors(parts.checkpoints(), arena);
  }

  /**
   * Opens the parts.
   *
   * @throws InputException naming the file that is missing or damaged
   */
  public static ModelLoader open(ModelSources parts) {
    return new ModelLoader(parts.require());
  }

  /**
   * What answering will take.
   *
   * @param prompt tokens of the prompt
   * @param newTokens tokens of the longest answer
   */
  public MemoryEstimate estimate(int prompt, int newTokens) {
    List<MemoryPart> others = new ArrayList<>();
    others.addAll(WeightMemory.of(clip, n -> !n.startsWith("text_")).parts());
    others.addAll(WeightMemory.of(hubert).parts());
    others.addAll(WeightMemory.of(checkpoint).parts());
    others.add(EncoderMemory.of(parts.config(), visionConfig, acousticConfig));
    return MemoryEstimate.of(
        WeightMemory.of(llm), DecoderMemory.of(llm.config(), 1, prompt, newTokens), others);
  }

  /**
   * Loads the model.
   *
   * @param trainable copies weights into memory that can be trained; else they are used as they lie
   */
  public LoadedModel load(Backend backend, boolean trainable) {
    AffectGptConfig config = parts.config();
    Module.Loading mode = trainable ? Module.Loading.COPY : Module.Loading.IN_PLACE;
    Init init = Init.empty(backend);
    ClipVisionModel vision = new ClipVisionModel(init, visionConfig);
    fill(vision, clip, parts.clip(), mode, backend);
    HubertModel acoustic = new HubertModel(init, acousticConfig);
    fill(acoustic, hubert, parts.hubert(), mode, backend);
    CausalLm decoder = llm.load(backend, mode);
    vision.freeze();
    acoustic.freeze();
    Widths widths =
        new Widths(
            vision.config().projectionDim(),
            acoustic.config().hiddenSize(),
            llm.config().hiddenSize());
    QFormerConfig former = parts.former();
    Fusions fusions = new Fusions(init, config, widths, former);
    AdapterConfig adapters = config.lora();
    if (adapters.rank() > 0) {
      LoraConfig lora =
          new LoraConfig(
              adapters.rank(), adapters.alpha(), adapters.dropout(), LoraConfig.DECODER_LAYERS);
      Lora.attach(decoder, lora, init);
    }
    PromptTokenizer tokenizer = new PromptTokenizer(llm.requireTokenizer(), config);
    AffectGptModel model = new AffectGptModel(config, widths, fusions, decoder, tokenizer);
    MediaEncoder encoder =
        new MediaEncoder(backend, vision, acoustic, config.media().jointAudioNormalisation());
    CheckpointReport report = new CheckpointLoading(model, encoder, former, mode).load(checkpoint);
    if (parts.complete()) {
      report.requireComplete(checkpoint.name());
    }
    return new LoadedModel(
        parts,
        model,
        encoder,
        images,
        parts.complete() ? List.of() : report.notes(checkpoint.name()),
        notes);
  }

  private static void fill(
      Module module, TensorSource source, Path path, Module.Loading mode, Backend backend) {
    ModuleWeights.load(module, source, backend, mode, UnaryOperator.identity())
        .requireComplete(path.toString());
  }
}
