package org.affectgpt.test.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.io.ConfigReader;
import org.affectgpt.io.decoder.GenerationDefaults;
import org.affectgpt.io.media.ImageProcessorConfig;
import org.affectgpt.nn.clip.ClipVisionConfig;
import org.affectgpt.nn.config.JsonText;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.nn.generate.StopRule;
import org.affectgpt.nn.hubert.HubertConfig;
import org.affectgpt.nn.qformer.QFormerConfig;
import org.affectgpt.tensor.InputException;

/** Configuration files: JSON as Python reads it, through every reader of such files. */
final class ConfigTarget implements FuzzTarget {
  private static final List<ConfigReader<?>> READERS =
      List.of(
          ConfigTarget::decoder,
          ConfigTarget::generation,
          ClipVisionConfig::fromJson,
          HubertConfig::fromJson,
          QFormerConfig::fromJson,
          (json, source) -> ImageProcessorConfig.of(JsonText.parse(json, source), Path.of(source)));

  @Override
  public String name() {
    return "config";
  }

  @Override
  public String suffix() {
    return ".json";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        bytes(
            """
            {"model_type": "qwen2", "hidden_size": 64, "num_attention_heads": 4, "layer_types": null,
             "num_hidden_layers": 2, "num_key_value_heads": 2, "tie_word_embeddings": false,
             "use_sliding_window": true, "sliding_window": 4, "max_window_layers": 1,
             "rope_scaling": {"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 64}}
            """),
        bytes(
            """
            {"model_type": "llama", "hidden_size": 32, "num_attention_heads": 4, "x": [NaN, -Infinity],
             "rope_parameters": {"rope_type": "longrope", "rope_theta": 1e4,
             "short_factor": [1, 2, 3, 4], "long_factor": [1.5, 2.5, 3e0, 4]}}
            """),
        bytes(
            """
            {"eos_token_id": [2, 3], "do_sample": true, "temperature": 0.7, "top_k": 20,
             "bad_words_ids": [[3, 4], [5]], "sequence_bias": [[[3], -2.0]], "min_new_tokens": 3,
             "exponential_decay_length_penalty": [4, 1.2], "suppress_tokens": [], "pad_token_id": null,
             "stop_strings": ["\\u00e9\\n", "b"], "forced_eos_token_id": 2, "typical_p": 0.9}
            """),
        bytes(
            """
            {"model_type": "clip", "vision_config": {"hidden_size": 48, "num_attention_heads": 4,
             "image_size": 32, "patch_size": 8}, "projection_dim": 16}
            """),
        bytes(
            """
            {"model_type": "hubert", "conv_dim": [8, 8], "conv_kernel": [10, 3], "conv_stride": [5, 2],
             "hidden_size": 32, "num_attention_heads": 4, "feat_extract_norm": "layer",
             "num_conv_pos_embedding_groups": 4}
            """),
        bytes(
            """
            {"do_resize": true, "size": {"shortest_edge": 32}, "resample": 3, "crop_size": 32,
             "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}
            """));
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static int decoder(String json, String source) {
    DecoderConfig config = DecoderConfig.fromJson(json, source);
    return config.toJson().toString().length();
  }

  private static int generation(String json, String source) {
    GenerationDefaults defaults = GenerationDefaults.fromJson(json, source);
    return defaults.sampling().processors(7, StopRule.of(5, 2)).size() + defaults.padId();
  }

  @Override
  public long parse(Path file) throws IOException {
    String json = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    long sum = JsonText.parse(json, file.toString()).size();
    for (ConfigReader<?> reader : READERS) {
      try {
        sum += reader.read(json, file.toString()).hashCode();
      } catch (InputException e) {
        sum += e.getMessage().length();
      }
    }
    return sum;
  }
}
