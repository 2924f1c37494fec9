package org.affectgpt.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.affectgpt.config.Defaults;
import org.jspecify.annotations.Nullable;

/**
 * What {@code affectgpt.json} in a model folder says; a missing key has the value of the released
 * configurations. The sizes of encoders and decoder are in their own {@code config.json}.
 *
 * @param parts where encoders, decoder and checkpoints lie when they are not in the model's folder
 */
@Defaults("model")
public record AffectGptConfig(
    @JsonUnwrapped FusionConfig fusion,
    @JsonUnwrapped AdapterConfig lora,
    @JsonUnwrapped MediaConfig media,
    @JsonUnwrapped PromptConfig prompt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable PartPaths parts) {

  /** The same with its parts elsewhere; null for all in the model's own folder. */
  public AffectGptConfig withParts(@Nullable PartPaths elsewhere) {
    return new AffectGptConfig(fusion, lora, media, prompt, elsewhere);
  }
}
