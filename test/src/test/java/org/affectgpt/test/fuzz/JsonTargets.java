package org.affectgpt.test.fuzz;

import java.nio.file.Path;
import java.util.List;
import org.affectgpt.io.ConfigReader;
import org.affectgpt.io.decoder.GenerationDefaults;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.huggingface.PeftFolder;
import org.affectgpt.io.media.ImageProcessorConfig;
import org.affectgpt.nn.bert.BertConfig;
import org.affectgpt.nn.clip.ClipVisionConfig;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.nn.hubert.HubertConfig;
import org.affectgpt.nn.lora.LoraConfig;
import org.affectgpt.nn.qformer.QFormerConfig;

/** The JSON files of models, each by the reader that a model's folder uses. */
final class JsonTargets {
  private static final String DECODER =
      """
      {"architectures":["Qwen2ForCausalLM"],"attention_dropout":0.0,"bos_token_id":151643,
      "eos_token_id":[151645,151643],"hidden_act":"silu","hidden_size":64,"initializer_range":0.02,
      "intermediate_size":176,"max_position_embeddings":32768,"max_window_layers":21,
      "model_type":"qwen2","num_attention_heads":4,"num_hidden_layers":2,"num_key_value_heads":2,
      "rms_norm_eps":1e-06,"rope_theta":1000000.0,"sliding_window":null,
      "tie_word_embeddings":false,"torch_dtype":"bfloat16","transformers_version":"4.43.1",
      "use_cache":true,"use_sliding_window":false,"vocab_size":300}""";

  private static final String LLAMA =
      """
      {"model_type":"llama","hidden_size":64,"num_attention_heads":4,"head_dim":16,
      "rope_scaling":{"factor":8.0,"high_freq_factor":4.0,"low_freq_factor":1.0,
      "original_max_position_embeddings":8192,"rope_type":"llama3"},"attention_bias":false,
      "mlp_bias":false,"vocab_size":99,"num_hidden_layers":1,"intermediate_size":128}""";

  private static final String ENCODER =
      """
      {"hidden_size":32,"num_attention_heads":2,"intermediate_size":64,"num_hidden_layers":2,
      "hidden_act":"gelu","layer_norm_eps":1e-12,"initializer_range":0.02,
      "hidden_dropout_prob":0.1,"attention_probs_dropout_prob":0.1,"vocab_size":30,
      "max_position_embeddings":512,"type_vocab_size":2,"encoder_hidden_size":1408,
      "cross_attention_frequency":2,"position_embedding_type":"absolute","conv_dim":[8,8],
      "conv_kernel":[10,3],"conv_stride":[5,2],"feat_extract_norm":"layer","conv_bias":true,
      "do_stable_layer_norm":true,"num_conv_pos_embeddings":16,"num_conv_pos_embedding_groups":4,
      "hidden_dropout":0.0,"attention_dropout":0.0,"layerdrop":0.1}""";

  private static final String CLIP =
      """
      {"model_type":"clip","projection_dim":24,"vision_config":{"hidden_size":32,
      "num_attention_heads":2,"num_hidden_layers":2,"image_size":48,"patch_size":8,
      "num_channels":3,"hidden_act":"quick_gelu","layer_norm_eps":1e-05,
      "model_type":"clip_vision_model"},"text_config":{"hidden_size":16}}""";

  private static final String ADAPTER =
      """
      {"alpha_pattern":{"q_proj":16},"auto_mapping":null,"base_model_name_or_path":"base",
      "bias":"none","exclude_modules":null,"fan_in_fan_out":false,"inference_mode":true,
      "init_lora_weights":true,"layers_pattern":null,"layers_to_transform":null,"lora_alpha":32,
      "lora_bias":false,"lora_dropout":0.05,"megatron_config":null,"modules_to_save":null,
      "peft_type":"LORA","r":8,"rank_pattern":{"layers.1.mlp.up_proj":4,"^model.*v_proj":2},
      "revision":null,"target_modules":["q_proj","v_proj"],"task_type":"CAUSAL_LM",
      "use_dora":false,"use_rslora":false}""";

  private static final String GENERATION =
      """
      {"bos_token_id":151643,"do_sample":true,"eos_token_id":[151645,151643],
      "pad_token_id":151643,"repetition_penalty":1.05,"temperature":0.7,"top_k":20,"top_p":0.8,
      "min_p":0.0,"max_new_tokens":128,"min_new_tokens":1,"suppress_tokens":[1,2],
      "begin_suppress_tokens":[3],"bad_words_ids":[[4,5]],"transformers_version":"4.37.0"}""";

  private static final String PREPROCESSOR =
      """
      {"crop_size":{"height":224,"width":224},"do_center_crop":true,"do_convert_rgb":true,
      "do_normalize":true,"do_rescale":true,"do_resize":true,
      "image_mean":[0.48145466,0.4578275,0.40821073],
      "image_std":[0.26862954,0.26130258,0.27577711],"resample":3,
      "rescale_factor":0.00392156862745098,"size":{"shortest_edge":224}}""";

  private JsonTargets() {}

  static List<FuzzTarget> all() {
    return List.of(
        config("config-decoder", DecoderConfig::fromJson, DECODER, LLAMA),
        config("config-clip", ClipVisionConfig::fromJson, CLIP),
        config("config-hubert", HubertConfig::fromJson, ENCODER),
        config("config-qformer", QFormerConfig::fromJson, ENCODER),
        config("config-bert", BertConfig::fromJson, ENCODER),
        FolderTarget.text(
            "adapter-config",
            PeftFolder.CONFIG,
            folder -> new PeftFolder(folder).config(LoraConfig::fromJson).hashCode(),
            ADAPTER),
        FolderTarget.text(
            "generation-config",
            HuggingFaceFolder.GENERATION_CONFIG,
            folder ->
                new HuggingFaceFolder(folder).generation(GenerationDefaults::fromJson).hashCode(),
            GENERATION),
        FolderTarget.text(
            "preprocessor-config",
            HuggingFaceFolder.PREPROCESSOR_CONFIG,
            folder ->
                ImageProcessorConfig.read(
                        new HuggingFaceFolder(folder).preprocessor(JsonConfig::parse))
                    .hashCode(),
            PREPROCESSOR));
  }

  private static FuzzTarget config(String name, ConfigReader<?> reader, String... seeds) {
    return FolderTarget.text(
        name,
        HuggingFaceFolder.CONFIG,
        (Path folder) -> new HuggingFaceFolder(folder).config(reader).hashCode(),
        seeds);
  }
}
