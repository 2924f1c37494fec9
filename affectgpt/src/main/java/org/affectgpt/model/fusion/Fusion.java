package org.affectgpt.model.fusion;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.affectgpt.tensor.InputException;

/** How the features of a modality become tokens (AffectGPT, section 3.2). */
public enum Fusion {
  QFORMER,
  ATTENTION,
  MEAN,
  /** Images only: every feature its own token. */
  TOKEN;

  @JsonValue
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static Fusion of(String key) {
    return Arrays.stream(values())
        .filter(f -> f.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "fusion type '" + key + "' is unknown; use qformer, attention or mean"));
  }
}
