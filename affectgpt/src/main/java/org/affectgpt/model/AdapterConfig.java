package org.affectgpt.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.affectgpt.config.Bounds;

/**
 * The decoder's LoRA adapters.
 *
 * @param rank 0 for none
 * @param alpha their output is scaled by {@code alpha / rank}
 */
public record AdapterConfig(
    @JsonProperty("lora_r") int rank,
    @JsonProperty("lora_alpha") double alpha,
    @JsonProperty("lora_dropout") double dropout) {
  public AdapterConfig {
    Bounds.count("lora_r", 0, rank);
    Bounds.finite("lora_alpha", alpha);
    Bounds.belowOne("lora_dropout", dropout);
  }
}
