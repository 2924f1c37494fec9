package org.affectgpt.nn.decoder;

import org.affectgpt.nn.config.CommonKeys;
import org.affectgpt.nn.config.KeyTable;

/** What becomes of every key that the {@code config.json} of a decoder may have. */
public final class DecoderKeys {
  private DecoderKeys() {}

  /** The keys of {@code config.json}. */
  public static KeyTable config() {
    return KeyTable.of("config.json of a decoder (qwen2, qwen3, llama, mistral)")
        .honoured("which decoder it is; any other is refused", "model_type")
        .honoured(
            "sizes",
            "vocab_size",
            "hidden_size",
            "intermediate_size",
            "num_hidden_layers",
            "num_attention_heads",
            "num_key_value_heads",
            "head_dim")
        .honoured("silu, or another activation that is known", "hidden_act")
        .honoured("epsilon of the norms", "rms_norm_eps")
        .honoured("deviation of fresh weights in training", "initializer_range")
        .honoured(
            "whether the head is the embedding table; a head of its own in the weights that differs"
                + " from it counts",
            "tie_word_embeddings")
        .honoured("biases of attention; qwen2 always has those of q, k and v", "attention_bias")
        .honoured("biases of the feed-forward layers; llama only", "mlp_bias")
        .honoured("longest text", "max_position_embeddings")
        .honoured(
            "rotary positions: rope_scaling counts before rope_parameters, both before rope_theta",
            "rope_scaling",
            "rope_parameters",
            "rope_theta")
        .honoured(
            "context before the scaling, for llama3, yarn and longrope; counts before the value in"
                + " rope_parameters",
            "original_max_position_embeddings")
        .honoured(
            "only the proportional rotary type uses it; others are refused with a value below 1, but"
                + " for the default type, where it has no effect in transformers either",
            "partial_rotary_factor")
        .honoured(
            "layers whose attention slides run while a text fits into the window; longer texts are"
                + " refused",
            "use_sliding_window",
            "sliding_window",
            "max_window_layers",
            "layer_types")
        .honoured(
            "ends and padding where there is no generation_config.json",
            "eos_token_id",
            "pad_token_id")
        .honoured(
            "generation settings where there is no generation_config.json",
            GenerationNames.all().toArray(String[]::new))
        .none("the tokenizer's own file says it", "bos_token_id", "unk_token_id", "sep_token_id")
        .none(
            "dropout is 0 outside training, and training follows its own settings",
            "attention_dropout")
        .none("dropout of other implementations", "hidden_dropout", "resid_pdrop", "embd_pdrop")
        .none("tensor parallelism of the original training", "pretraining_tp")
        .none(
            "of Megatron and other trainers",
            "use_flash_attn",
            "seq_length",
            "fp16",
            "bf16",
            "fp32")
        .none(
            "only multimodal parents use it",
            "use_mrope",
            "vision_start_token_id",
            "image_token_id")
        .refused(
            "text_config",
            "the decoder of a multimodal model; save its language model alone (model_type qwen2,"
                + " qwen3, llama or mistral)",
            "{}")
        .refused("is_causal", "attention that looks ahead is not built", "true")
        .refused("num_experts", "mixtures of experts are not built", "0", "1")
        .refused("num_local_experts", "mixtures of experts are not built", "0", "1")
        .refused(
            "quantization_config",
            "only quant_method fp8, matrices of 8-bit floats with scales beside them, is read; take"
                + " the unquantised model, a GGUF file, or dequantise it with transformers")
        .noted("rope_type", "it belongs into rope_parameters", "\"default\"")
        .with(CommonKeys.table())
        .build();
  }

  /** The keys of {@code rope_parameters} and {@code rope_scaling}. */
  public static KeyTable rope() {
    return KeyTable.of("rope_parameters and rope_scaling of a decoder")
        .honoured(
            "default, linear, dynamic, yarn, longrope, llama3 or proportional; rope_type counts"
                + " before type",
            "rope_type",
            "type")
        .honoured("base of the frequencies", "rope_theta")
        .honoured("every type but default; with it a line says that it has no effect", "factor")
        .honoured("llama3, yarn, longrope", "original_max_position_embeddings")
        .honoured("yarn, longrope", "attention_factor")
        .honoured("yarn", "beta_fast", "beta_slow", "mscale", "mscale_all_dim", "truncate")
        .honoured("longrope", "short_factor", "long_factor")
        .honoured("llama3", "low_freq_factor", "high_freq_factor")
        .honoured("proportional", "partial_rotary_factor")
        .none("recorded by its trainers", "finetuned")
        .refused("full_attention", "rotary settings for each type of layer are not built")
        .refused("sliding_attention", "rotary settings for each type of layer are not built")
        .build();
  }
}
