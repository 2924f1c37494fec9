package org.affectgpt.io.decoder;

import org.affectgpt.nn.config.KeyTable;

/** What becomes of every key that {@code generation_config.json} may have. */
public final class GenerationKeys {
  private static final String BEAMS = "only beam search, which is refused, uses it";
  private static final String HELPERS =
      "a helper model drafts tokens faster; the texts and their probabilities stay";
  private static final String RETURNED = "what the reference returns beside the answer";
  private static final String MEMORY = "memory and compilation only";

  private GenerationKeys() {}

  /** The keys, in the order in which transformers applies them where they are honoured. */
  public static KeyTable table() {
    return KeyTable.of("generation_config.json")
        .honoured("tokens that end a text", "eos_token_id")
        .honoured("what fills shorter prompts", "pad_token_id")
        .honoured("tokens at most, where the command line names no number", "max_new_tokens")
        .honoured("the same, the prompt among them; max_new_tokens counts before it", "max_length")
        .honoured("strings that end a text; the text does not contain them", "stop_strings")
        .honoured("1. added to tokens that would complete a sequence", "sequence_bias")
        .honoured("2. makes tokens of the prompt likelier", "encoder_repetition_penalty")
        .honoured("3. makes tokens of the text less likely", "repetition_penalty")
        .honoured("4. sequences of so many tokens come once", "no_repeat_ngram_size")
        .honoured("5. sequences of the prompt do not come again", "encoder_no_repeat_ngram_size")
        .honoured("6. sequences that never come", "bad_words_ids")
        .honoured("7. no end before it", "min_length", "min_new_tokens")
        .honoured("8. the token after a prompt of one token", "forced_bos_token_id")
        .honoured("9. the token at the last place there is room for", "forced_eos_token_id")
        .honoured("10. scores that are no numbers become 0", "remove_invalid_values")
        .honoured("11. makes the end likelier with the length", "exponential_decay_length_penalty")
        .honoured("12. tokens that never come", "suppress_tokens")
        .honoured("13. tokens that do not come first", "begin_suppress_tokens")
        .honoured("draws tokens; the next are used only then", "do_sample")
        .honoured("14.", "temperature")
        .honoured("15.", "top_h")
        .honoured("16. 50 where tokens are drawn and no number is given", "top_k")
        .honoured("17.", "top_p")
        .honoured("18.", "min_p")
        .honoured("19.", "typical_p")
        .honoured("20.", "epsilon_cutoff")
        .honoured("21.", "eta_cutoff")
        .refused("num_beams", "beam search is not built; set it to 1", "1")
        .refused("num_return_sequences", "one text a prompt is made; set it to 1", "1")
        .refused("guidance_scale", "classifier-free guidance is not built; leave it out", "1")
        .refused("watermarking_config", "watermarks are not built; leave it out", "{}")
        .refused("token_healing", "token healing is not built; leave it out", "false")
        .refused("penalty_alpha", "contrastive search is not built; leave it out", "0")
        .refused("dola_layers", "contrasting layers is not built; leave it out")
        .refused("constraints", "constrained beam search is not built; leave it out", "[]")
        .refused("force_words_ids", "constrained beam search is not built; leave it out", "[]")
        .refused("max_time", "a text that ends by the clock is not built; use max_new_tokens")
        .refused(
            "cache_implementation",
            "a quantised cache changes the answer and is not built; leave it out",
            "\"dynamic\"",
            "\"dynamic_full\"",
            "\"static\"",
            "\"offloaded\"",
            "\"offloaded_static\"",
            "\"sliding_window\"",
            "\"hybrid\"",
            "\"hybrid_chunked\"",
            "\"offloaded_hybrid\"",
            "\"offloaded_hybrid_chunked\"",
            "\"paged\"")
        .none("shifts all scores alike", "renormalize_logits")
        .none("the tokenizer's own file says it", "bos_token_id")
        .none("only models with an encoder beside the decoder", "decoder_start_token_id")
        .none(BEAMS, "early_stopping", "length_penalty", "num_beam_groups", "diversity_penalty")
        .none(BEAMS, "low_memory")
        .none(
            HELPERS,
            "is_assistant",
            "num_assistant_tokens",
            "num_assistant_tokens_schedule",
            "assistant_confidence_threshold",
            "assistant_lookbehind",
            "assistant_early_exit",
            "assistant_ensemble_weight",
            "target_lookbehind",
            "prompt_lookup_num_tokens",
            "max_matching_ngram_size",
            "speculation_type",
            "use_mtp")
        .none(
            RETURNED,
            "output_attentions",
            "output_hidden_states",
            "output_scores",
            "output_logits",
            "return_dict_in_generate",
            "return_legacy_cache")
        .none(
            MEMORY,
            "use_cache",
            "cache_config",
            "max_cache_len",
            "compile_config",
            "disable_compile",
            "prefill_chunk_size",
            "continuous_batching_config")
        .none(
            "recorded by the writer, not used",
            "_from_model_config",
            "_commit_hash",
            "transformers_version",
            "trust_remote_code")
        .noted("chat_format", "the chat template says how turns are marked", "\"chatml\"")
        .noted("max_window_size", "the context length of config.json is used")
        .build();
  }
}
