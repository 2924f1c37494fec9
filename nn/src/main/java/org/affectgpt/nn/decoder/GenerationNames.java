package org.affectgpt.nn.decoder;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.nn.config.KeyTable;

/**
 * Generation settings that old files keep in {@code config.json}; transformers reads them there
 * where there is no {@code generation_config.json}.
 */
public final class GenerationNames {
  /** The settings, each with its default as JSON. */
  private static final Map<String, String> DEFAULTS = defaults();

  private GenerationNames() {}

  /** The names of all settings. */
  public static List<String> all() {
    return List.copyOf(DEFAULTS.keySet());
  }

  /** What is said of them where a file of their own exists, beside which they are not read. */
  public static KeyTable beside() {
    KeyTable.Builder table = KeyTable.of("generation settings in config.json");
    DEFAULTS.forEach(
        (key, neutral) ->
            table.noted(key, "the folder has a generation_config.json, which counts", neutral));
    return table.build();
  }

  private static Map<String, String> defaults() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("max_length", "20");
    all.put("min_length", "0");
    all.put("do_sample", "false");
    all.put("early_stopping", "false");
    all.put("num_beams", "1");
    all.put("temperature", "1");
    all.put("top_k", "50");
    all.put("top_p", "1");
    all.put("typical_p", "1");
    all.put("repetition_penalty", "1");
    all.put("length_penalty", "1");
    all.put("no_repeat_ngram_size", "0");
    all.put("encoder_no_repeat_ngram_size", "0");
    all.put("bad_words_ids", "null");
    all.put("num_return_sequences", "1");
    all.put("forced_bos_token_id", "null");
    all.put("forced_eos_token_id", "null");
    all.put("remove_invalid_values", "false");
    all.put("exponential_decay_length_penalty", "null");
    all.put("suppress_tokens", "null");
    all.put("begin_suppress_tokens", "null");
    all.put("epsilon_cutoff", "0");
    all.put("eta_cutoff", "0");
    all.put("encoder_repetition_penalty", "1");
    all.put("num_assistant_tokens", "20");
    all.put("num_assistant_tokens_schedule", "\"constant\"");
    all.put("assistant_confidence_threshold", "0.4");
    all.put("assistant_lookbehind", "10");
    all.put("target_lookbehind", "10");
    all.put("num_beam_groups", "1");
    all.put("diversity_penalty", "0");
    all.put("max_new_tokens", "null");
    all.put("min_new_tokens", "null");
    all.put("min_p", "null");
    all.put("top_h", "null");
    all.put("sequence_bias", "null");
    all.put("stop_strings", "null");
    all.put("max_time", "null");
    all.put("token_healing", "null");
    all.put("guidance_scale", "null");
    all.put("watermarking_config", "null");
    all.put("renormalize_logits", "null");
    all.put("penalty_alpha", "null");
    all.put("dola_layers", "null");
    all.put("constraints", "null");
    all.put("force_words_ids", "null");
    all.put("prompt_lookup_num_tokens", "null");
    all.put("cache_implementation", "null");
    return Collections.unmodifiableMap(all);
  }
}
