package org.affectgpt.nn.config;

import java.util.List;
import org.affectgpt.tensor.InputException;

/** What becomes of every key that the {@code config.json} of an encoder may have. */
public final class EncoderKeys {
  private static final String[] LAYERS = {
    "hidden_size",
    "intermediate_size",
    "num_hidden_layers",
    "num_attention_heads",
    "hidden_act",
    "layer_norm_eps",
    "initializer_range"
  };
  private static final String[] POOLER = {
    "directionality",
    "pooler_fc_size",
    "pooler_num_attention_heads",
    "pooler_num_fc_layers",
    "pooler_size_per_head",
    "pooler_type"
  };
  private static final String TRAINING = "only when all of it is trained, which is not done";

  private EncoderKeys() {}

  /**
   * Fails for a model of another kind.
   *
   * @param types what a {@code model_type}, where there is one, may be
   */
  public static void requireType(JsonConfig c, String... types) {
    String type = c.text("model_type", types[0]);
    if (!List.of(types).contains(type)) {
      throw new InputException(
          c.where("model_type")
              + " is "
              + JsonConfig.plain(type)
              + ", but "
              + String.join(" or ", types)
              + " is needed");
    }
  }

  /** {@code config.json} of a CLIPModel, around its vision part. */
  public static KeyTable clip() {
    return KeyTable.of("config.json of CLIP")
        .honoured("a clip or a clip_vision_model", "model_type")
        .honoured(
            "the vision part; vision_config_dict of old files counts before it",
            "vision_config",
            "vision_config_dict")
        .honoured("width of the image features", "projection_dim")
        .none(
            "the text part is not used",
            "text_config",
            "text_config_dict",
            "logit_scale_init_value")
        .with(CommonKeys.table())
        .build();
  }

  /** The vision part of CLIP. */
  public static KeyTable clipVision() {
    return KeyTable.of("vision_config of CLIP, or config.json of a CLIPVisionModel")
        .honoured("clip_vision_model", "model_type")
        .honoured("sizes, activation and norms", LAYERS)
        .honoured("the picture and its patches", "num_channels", "image_size", "patch_size")
        .honoured("width of the image features", "projection_dim")
        .none(TRAINING, "attention_dropout", "dropout")
        .none("settings of text in files of old libraries", GENERATION)
        .none(
            "settings of text in files of old libraries",
            "bos_token_id",
            "eos_token_id",
            "pad_token_id",
            "sep_token_id",
            "is_decoder",
            "add_cross_attention",
            "cross_attention_hidden_size",
            "tie_word_embeddings")
        .with(CommonKeys.table())
        .build();
  }

  /** {@code config.json} of HuBERT. */
  public static KeyTable hubert() {
    return KeyTable.of("config.json of HuBERT")
        .honoured("hubert", "model_type")
        .honoured("sizes, activation and norms", LAYERS)
        .honoured(
            "the convolutions that make frames",
            "conv_dim",
            "conv_kernel",
            "conv_stride",
            "conv_bias",
            "feat_extract_norm",
            "feat_extract_activation")
        .honoured("the form of the layers", "do_stable_layer_norm", "feat_proj_layer_norm")
        .honoured(
            "the positional convolution",
            "num_conv_pos_embeddings",
            "num_conv_pos_embedding_groups")
        .honoured(
            "dropout when it is trained",
            "hidden_dropout",
            "attention_dropout",
            "activation_dropout",
            "feat_proj_dropout",
            "layerdrop")
        .none("the length of conv_dim says it", "num_feat_extract_layers")
        .none(
            "masks of its own training; none here",
            "apply_spec_augment",
            "mask_time_prob",
            "mask_time_length",
            "mask_time_min_masks",
            "mask_feature_prob",
            "mask_feature_length",
            "mask_feature_min_masks",
            "mask_channel_length",
            "mask_channel_min_space",
            "mask_channel_other",
            "mask_channel_prob",
            "mask_channel_selection",
            "mask_min_space",
            "mask_other",
            "mask_selection",
            "mask_prob")
        .none(
            "heads for other tasks",
            "vocab_size",
            "ctc_loss_reduction",
            "ctc_zero_infinity",
            "use_weighted_layer_sum",
            "classifier_proj_size",
            "final_dropout",
            "feat_quantizer_dropout",
            "hidden_dropout_prob",
            "tie_word_embeddings",
            "bos_token_id",
            "eos_token_id",
            "pad_token_id")
        .none("memory in training", "gradient_checkpointing", "feat_extract_dropout")
        .refused(
            "conv_pos_batch_norm",
            "a batch norm before the positional convolution is not built",
            "false")
        .refused("add_adapter", "adapter layers after the encoder are not built", "false")
        .with(CommonKeys.table())
        .build();
  }

  /** {@code config.json} of a Q-Former or of the BERT that it begins with. */
  public static KeyTable qformer() {
    return KeyTable.of("config.json of a Q-Former or BERT")
        .honoured("blip_2_qformer or bert", "model_type")
        .honoured("sizes, activation and norms", LAYERS)
        .honoured(
            "the states that the queries look at",
            "encoder_hidden_size",
            "cross_attention_frequency")
        .honoured("dropout in training", "hidden_dropout_prob", "attention_probs_dropout_prob")
        .honoured("length of the position table", "max_position_embeddings")
        .none(
            "the queries are no words",
            "vocab_size",
            "type_vocab_size",
            "pad_token_id",
            "bos_token_id",
            "eos_token_id",
            "tie_word_embeddings")
        .none("the fusion says how many queries there are", "num_query_tokens")
        .none(
            "the Q-Former has cross-attention whatever BERT's file says",
            "is_decoder",
            "add_cross_attention")
        .none("a pooler that is not used", POOLER)
        .none("memory in training", "gradient_checkpointing")
        .refused("position_embedding_type", "only absolute positions are built", "\"absolute\"")
        .refused("use_qformer_text_input", "text beside the queries is not built", "false")
        .with(CommonKeys.table())
        .build();
  }

  /** {@code config.json} of a BERT that reads text. */
  public static KeyTable bert() {
    String decoder = "BERT is read as an encoder, which looks both ways";
    return KeyTable.of("config.json of BERT")
        .honoured("bert", "model_type")
        .honoured("sizes, activation and norms", LAYERS)
        .honoured(
            "rows of the tables of words, places and kinds",
            "vocab_size",
            "max_position_embeddings",
            "type_vocab_size")
        .honoured("dropout in training", "hidden_dropout_prob", "attention_probs_dropout_prob")
        .none(
            "the tokenizer says which they are; padding is masked",
            "pad_token_id",
            "bos_token_id",
            "eos_token_id")
        .none("heads for other tasks", "tie_word_embeddings")
        .none("a pooler that is not used", POOLER)
        .none("memory in training", "gradient_checkpointing")
        .refused("position_embedding_type", "only absolute positions are built", "\"absolute\"")
        .refused("is_decoder", decoder, "false")
        .refused("add_cross_attention", decoder, "false")
        .with(CommonKeys.table())
        .build();
  }

  private static final String[] GENERATION = {
    "max_length",
    "min_length",
    "do_sample",
    "early_stopping",
    "num_beams",
    "num_beam_groups",
    "diversity_penalty",
    "temperature",
    "top_k",
    "top_p",
    "typical_p",
    "repetition_penalty",
    "length_penalty",
    "no_repeat_ngram_size",
    "encoder_no_repeat_ngram_size",
    "bad_words_ids",
    "num_return_sequences",
    "forced_bos_token_id",
    "forced_eos_token_id",
    "remove_invalid_values",
    "exponential_decay_length_penalty",
    "suppress_tokens",
    "begin_suppress_tokens"
  };
}
