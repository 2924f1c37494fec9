package org.affectgpt.nn.config;

/** Keys that {@code config.json} of any model may have and that change no answer of it. */
public final class CommonKeys {
  private static final String RECORDED = "recorded by the writer, not used";
  private static final String OUTPUT = "what the reference returns beside the answer";

  private CommonKeys() {}

  /** The keys, to be added to a model's own. */
  public static KeyTable table() {
    return KeyTable.of("config.json of any model")
        .none(
            RECORDED,
            "architectures",
            "transformers_version",
            "_name_or_path",
            "name_or_path",
            "_commit_hash",
            "_attn_implementation",
            "_attn_implementation_autoset",
            "attn_implementation",
            "adapter_transformers",
            "unsloth_fixed",
            "unsloth_version",
            "model_name",
            "tokenizer_class",
            "library_name")
        .none("weights are read in the format of their file", "dtype", "torch_dtype")
        .none(
            OUTPUT,
            "output_attentions",
            "output_hidden_states",
            "output_scores",
            "return_dict",
            "return_dict_in_generate",
            "use_return_dict",
            "torchscript",
            "use_cache")
        .none(
            "memory and compilation only",
            "chunk_size_feed_forward",
            "use_bfloat16",
            "tf_legacy_loss")
        .none("fresh weights only", "initializer_range", "initializer_factor")
        .none(
            "heads for other tasks",
            "id2label",
            "label2id",
            "num_labels",
            "problem_type",
            "finetuning_task",
            "task_specific_params",
            "classifier_dropout",
            "prefix")
        .none(
            "only models with an encoder beside the decoder",
            "tie_encoder_decoder",
            "decoder_start_token_id")
        .refused(
            "quantization_config",
            "its weights are quantised in a way that is not read; take the unquantised model, a GGUF"
                + " file, or dequantise it with transformers")
        .refused("compression_config", "compressed weights are not read; take the plain model")
        .refused(
            "per_layer_config",
            "layers that differ in their configuration are not built",
            "[]",
            "{}")
        .refused(
            "configuration_files",
            "the configuration lies in another file; copy that one here",
            "[]")
        .refused("pruned_heads", "pruned attention heads are not built", "{}", "[]")
        .refused("is_encoder_decoder", "a model with encoder and decoder is not built", "false")
        .noted(
            "auto_map",
            "the model's own Python code is not run; the built-in model of this model_type is, as"
                + " transformers does without trust_remote_code")
        .noted("custom_pipelines", "the model's own Python code is not run")
        .build();
  }
}
