package org.affectgpt.test.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.affectgpt.io.media.ImageProcessorConfig;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.model.checkpoint.LoadedModel;
import org.affectgpt.model.checkpoint.ModelFolder;
import org.affectgpt.model.checkpoint.ModelLoader;
import org.affectgpt.model.checkpoint.ModelSources;
import org.affectgpt.model.checkpoint.OriginalConfig;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.clip.ClipVisionConfig;
import org.affectgpt.nn.clip.ClipVisionModel;
import org.affectgpt.nn.hubert.HubertConfig;
import org.affectgpt.nn.hubert.HubertModel;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/**
 * What the original AffectGPT computed, with the model that computed it.
 *
 * <p>The small folder among our resources has fusions, adapters and decoder, and takes the features
 * of the original's encoders as given; random encoders stand in. The shared folders are the
 * original's own: base folders, configuration and {@code .pth} checkpoint.
 */
record AffectGptGolden(GoldenFolder files, JsonNode meta, LoadedModel loaded, boolean hears)
    implements AutoCloseable {
  private static final Path SMALL = Path.of("src/test/resources/affectgpt");
  private static final Path SHARED = Path.of("../../shared/golden");

  /** The sources that are present: {@code small}, {@code attention}, {@code qformer}. */
  static Stream<String> sources() {
    return Stream.concat(
        Stream.of("small"),
        Stream.of("attention", "qformer").filter(s -> Files.isDirectory(shared(s))));
  }

  private static Path shared(String source) {
    return SHARED.resolve("affectgpt_" + source);
  }

  /** Where the expected values, prompts and the tokenizer of a source are. */
  static Path folder(String source) {
    return source.equals("small") ? SMALL.resolve("attention") : shared(source);
  }

  static Path tokenizer(String source) {
    String part = source.equals("small") ? "model" : "models";
    return folder(source).resolve(part).resolve("llm/tokenizer.json");
  }

  /**
   * @param work an empty folder, where the model is put together
   */
  static AffectGptGolden open(String source, Path work, Backend backend) throws IOException {
    GoldenFolder files = new GoldenFolder(folder(source));
    JsonNode meta = new ObjectMapper().readTree(files.text("meta.json"));
    if (!source.equals("small")) {
      LoadedModel loaded = ModelLoader.open(original(source, meta, work)).load(backend, true);
      assertEquals(List.of(), loaded.notes());
      return new AffectGptGolden(files, meta, loaded, true);
    }
    copy(folder(source).resolve("model"), work);
    vision(work, backend);
    acoustic(work, backend);
    return new AffectGptGolden(files, meta, new ModelFolder(work).load(backend, true), false);
  }

  /** The parts as a user of the original names them. */
  private static ModelSources original(String source, JsonNode meta, Path work) throws IOException {
    Path yaml = work.resolve("original.yaml");
    Files.writeString(yaml, "{model: " + meta.get("model_cfg") + "}");
    Path models = folder(source).resolve("models");
    return new ModelSources(
        OriginalConfig.read(yaml, null).config(),
        models.resolve("llm"),
        models.resolve("clip"),
        models.resolve("hubert"),
        models.resolve("bert"),
        List.of(folder(source).resolve(meta.get("checkpoint").get("file").asText())),
        false);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  /** A random CLIP whose features are as wide as the original's. */
  private static void vision(Path work, Backend backend) throws IOException {
    String config =
        """
        {"projection_dim": 40, "vision_config": {"hidden_size": 16, "intermediate_size": 16,
         "num_hidden_layers": 1, "num_attention_heads": 2, "image_size": 16, "patch_size": 8}}
        """;
    Init init = Init.random(backend, new CounterRng(1));
    save(
        work.resolve("clip"),
        config,
        new ClipVisionModel(init, ClipVisionConfig.fromJson(config, "stand-in")));
    Files.writeString(
        work.resolve("clip/preprocessor_config.json"),
        ImageProcessorConfig.clip(16).toJson().toString());
  }

  /** A random HuBERT whose features are as wide as the original's. */
  private static void acoustic(Path work, Backend backend) throws IOException {
    String config =
        """
        {"hidden_size": 48, "num_hidden_layers": 1, "num_attention_heads": 4,
         "intermediate_size": 16, "conv_dim": [8, 8, 8, 8, 8, 8, 8], "conv_bias": true,
         "feat_extract_norm": "layer", "do_stable_layer_norm": true,
         "num_conv_pos_embeddings": 16, "num_conv_pos_embedding_groups": 4}
        """;
    Init init = Init.random(backend, new CounterRng(2));
    save(
        work.resolve("hubert"),
        config,
        new HubertModel(init, HubertConfig.fromJson(config, "stand-in")));
  }

  private static void save(Path folder, String config, Module module) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("config.json"), config);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    module.parameters().forEach((name, p) -> tensors.put(name, p.value()));
    ModuleWeights.save(tensors, StoredType.F32, folder.resolve("model.safetensors"));
  }

  /**
   * The features that the original's encoders gave.
   *
   * @param samples the samples of the batch: the original normalises their sounds together
   */
  List<ClipFeatures> features(int... samples) {
    boolean both = samples.length == 2;
    return Arrays.stream(samples)
        .mapToObj(
            s ->
                new ClipFeatures(
                    part("clip.features.frames", s),
                    part("clip.features.faces", s),
                    part("hubert.embeddings." + (both ? "batch2" : "single" + s), both ? s : 0)))
        .toList();
  }

  private float[] part(String name, int sample) {
    float[] all = files.expectedFloats(name);
    int n = all.length / files.expectedShape(name)[0];
    return Arrays.copyOfRange(all, sample * n, (sample + 1) * n);
  }

  String subtitle(int sample) {
    return meta.get("ann").get(sample).get("subtitle").asText();
  }

  /** The prompts that the original makes. */
  static JsonNode prompts(String source) {
    try {
      return new ObjectMapper().readTree(Files.readString(folder(source).resolve("prompts.json")));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    files.close();
  }
}
