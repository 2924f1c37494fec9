package org.affectgpt.tools.rehearse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.io.InputFile;
import org.affectgpt.io.Progress;
import org.affectgpt.io.media.ImageProcessorConfig;
import org.affectgpt.io.safetensors.SafeTensorsFolder;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.torch.TorchWriter;
import org.affectgpt.model.AffectGptConfig;
import org.affectgpt.model.Fusions;
import org.affectgpt.model.PartPaths;
import org.affectgpt.model.Widths;
import org.affectgpt.model.checkpoint.ModelFolder;
import org.affectgpt.model.checkpoint.OriginalConfig;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.clip.ClipVisionModel;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.nn.hubert.HubertModel;
import org.affectgpt.nn.lora.Lora;
import org.affectgpt.nn.lora.LoraConfig;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import org.jspecify.annotations.Nullable;

/**
 * Writes the original's folders and a checkpoint with true names and shapes and random weights, so
 * that loading, memory and speed can be tried without a download.
 */
public final class Rehearsal {
  private static final String CLIP = "clip-vit-large-patch14";
  private static final String HUBERT = "chinese-hubert-large";
  private static final int EPOCH = 30;
  private static final String CHECKPOINT =
      String.format(Locale.ROOT, "checkpoint_%06d_loss_0.602.pth", EPOCH);
  private static final String ADAPTED = "llama_model.base_model.model.";

  private final RehearsalSize size;
  private final DecoderConfig llm;
  private final boolean decisive;
  private final StoredType type;
  private final CounterRng rng;
  private final @Nullable Path tokenizer;

  /**
   * @param llm {@code 0.5b}, {@code 7b} or {@code tiny}
   * @param type BF16 or F32; the checkpoint is always F32
   * @param tokenizer a {@code tokenizer.json} to copy; null makes one
   * @param decisive whether the decoder chooses its next token by more than rounding; it then has a
   *     head of its own
   */
  public Rehearsal(
      String llm, StoredType type, long seed, @Nullable Path tokenizer, boolean decisive) {
    this.size = RehearsalSize.of(llm);
    this.llm = decisive ? size.llm().withTied(false) : size.llm();
    this.decisive = decisive;
    this.type = type;
    this.rng = new CounterRng(seed).split("rehearsal");
    this.tokenizer = tokenizer;
  }

  /**
   * Writes everything; the big files at the same time.
   *
   * @return bytes of weights
   * @throws InputException when the disk is too small, before anything is written
   */
  public long write(Path out, Backend backend, int threads, Progress progress) {
    Init init = Init.empty(backend);
    CausalLm decoder = new CausalLm(init, llm);
    List<RandomTensor> weights = RandomTensors.of(decoder.parameters(), type);
    List<WeightFilePlan> text =
        WeightFilePlan.of(
            out.resolve(size.folder()),
            decisive ? DecisiveHead.of(weights) : weights,
            size.shards());
    List<WeightFilePlan> plans = new ArrayList<>(text);
    plans.addAll(
        WeightFilePlan.of(
            out.resolve(CLIP),
            RandomTensors.of(new ClipVisionModel(init, size.clip()).parameters(), type),
            1));
    plans.addAll(
        WeightFilePlan.of(
            out.resolve(HUBERT),
            RandomTensors.of(new HubertModel(init, size.hubert()).parameters(), type),
            1));
    List<RandomTensor> trained = RandomTensors.of(trained(init, decoder), StoredType.F32);
    long total =
        plans.stream().mapToLong(WeightFilePlan::bytes).sum()
            + trained.stream().mapToLong(RandomTensor::bytes).sum();
    requireSpace(out, total);
    AtomicLong done = new AtomicLong();
    LongConsumer written =
        n -> progress.at(done.addAndGet(n) >> 20, total >> 20, "MiB of " + size.folder());
    Quantiles quantiles = new Quantiles();
    List<Runnable> work = new ArrayList<>();
    plans.forEach(p -> work.add(() -> p.write(quantiles, rng, written)));
    work.add(() -> checkpoint(out.resolve(CHECKPOINT), trained, quantiles, written));
    ParallelTasks.run(work, threads);
    configurations(out, text);
    return total;
  }

  /** What training would store: adapters and fusions. */
  private Map<String, Parameter> trained(Init init, CausalLm decoder) {
    AffectGptConfig config = OriginalConfig.released(null);
    Lora.attach(decoder, LoraConfig.affectGpt(config.lora().rank()), init);
    Map<String, Parameter> trained = new LinkedHashMap<>();
    Lora.parameters(decoder).forEach((name, p) -> trained.put(ADAPTED + name, p));
    Widths widths =
        new Widths(size.clip().projectionDim(), size.hubert().hiddenSize(), llm.hiddenSize());
    trained.putAll(new Fusions(init, config, widths, null).parameters());
    return trained;
  }

  private void checkpoint(
      Path file, List<RandomTensor> tensors, Quantiles quantiles, LongConsumer written) {
    TorchWriter writer = new TorchWriter();
    for (RandomTensor t : tensors) {
      writer.floats(
          t.name(),
          t.shape().dims(),
          () -> {
            written.accept(t.bytes());
            return t.values(quantiles, rng);
          });
    }
    writer.write(file, EPOCH);
  }

  private void configurations(Path out, List<WeightFilePlan> text) {
    Path decoder = out.resolve(size.folder());
    ObjectMapper json = new ObjectMapper();
    if (size.shards() > 1) {
      ObjectNode index = json.createObjectNode();
      index
          .putObject("metadata")
          .put("total_size", text.stream().mapToLong(WeightFilePlan::bytes).sum());
      index.set("weight_map", json.valueToTree(WeightFilePlan.index(text)));
      write(decoder.resolve(SafeTensorsFolder.INDEX), index);
    }
    ObjectNode config = llm.toJson();
    config.put("torch_dtype", type == StoredType.F32 ? "float32" : "bfloat16");
    write(decoder.resolve("config.json"), config);
    ObjectNode generation = json.createObjectNode();
    generation.put("do_sample", true).put("temperature", 0.7).put("top_p", 0.8).put("top_k", 20);
    write(decoder.resolve("generation_config.json"), generation.put("repetition_penalty", 1.05));
    Path vocabulary = decoder.resolve("tokenizer.json");
    if (tokenizer == null) {
      RehearsalTokenizer.write(vocabulary, size.pairs());
    } else {
      AtomicFile.write(vocabulary, read(tokenizer));
    }
    write(out.resolve(CLIP).resolve("config.json"), size.clip().toJson());
    write(
        out.resolve(CLIP).resolve("preprocessor_config.json"),
        ImageProcessorConfig.clip(size.clip().imageSize()).toJson());
    write(out.resolve(HUBERT).resolve("config.json"), size.hubert().toJson());
    ObjectNode sound = json.createObjectNode();
    sound.put("feature_extractor_type", "Wav2Vec2FeatureExtractor").put("do_normalize", true);
    write(
        out.resolve(HUBERT).resolve("preprocessor_config.json"), sound.put("sampling_rate", 16000));
    AffectGptConfig own =
        OriginalConfig.released(PromptMode.MULTIFRAME_AUDIO_FRAME_TEXT.key())
            .withParts(new PartPaths(size.folder(), CLIP, HUBERT, null, List.of(CHECKPOINT)));
    write(
        out.resolve(ModelFolder.CONFIG),
        new ObjectMapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .valueToTree(own));
  }

  private static void requireSpace(Path out, long bytes) {
    try {
      Files.createDirectories(out);
      long free = Files.getFileStore(out).getUsableSpace();
      if (bytes > free - (free >> 6)) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "--out: %.1f GB are needed, %.1f GB are free; give another disk",
                bytes / 1e9,
                free / 1e9));
      }
    } catch (IOException e) {
      throw new InputException(out + ": cannot be created: " + InputFile.reason(e), e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read; check --tokenizer", e);
    }
  }

  private static void write(Path file, JsonNode node) {
    AtomicFile.write(file, node.toPrettyString() + "\n");
  }
}
