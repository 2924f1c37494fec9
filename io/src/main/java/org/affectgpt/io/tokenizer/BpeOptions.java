package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * How words become tokens, besides the merges.
 *
 * @param ignoreMerges whether a word that is itself a token is taken whole
 * @param byteFallback whether an unknown character becomes the tokens {@code <0x0A>} of its bytes
 * @param unknown the token for unknown characters; without one they are left out
 * @param fuseUnknown whether a run of unknown characters is one token
 * @param prefix what the tokens of a word but the first begin with
 * @param suffix what the last token of a word ends with
 */
record BpeOptions(
    boolean ignoreMerges,
    boolean byteFallback,
    @Nullable String unknown,
    boolean fuseUnknown,
    String prefix,
    String suffix) {
  /** Merges alone. */
  static BpeOptions plain(boolean ignoreMerges) {
    return new BpeOptions(ignoreMerges, false, null, false, "", "");
  }

  /**
   * @throws IllegalArgumentException naming an option that is not supported
   */
  static BpeOptions of(JsonNode model) {
    if (model.path("dropout").asDouble(0) != 0) {
      throw new IllegalArgumentException("dropout is not supported");
    }
    JsonNode unknown = model.path("unk_token");
    return new BpeOptions(
        model.path("ignore_merges").asBoolean(false),
        model.path("byte_fallback").asBoolean(false),
        unknown.isTextual() ? unknown.asText() : null,
        model.path("fuse_unk").asBoolean(false),
        affix(model, "continuing_subword_prefix"),
        affix(model, "end_of_word_suffix"));
  }

  private static String affix(JsonNode model, String field) {
    return model.path(field).isTextual() ? model.path(field).asText() : "";
  }

  /** Whether a word's tokens are spelled as in the middle of a word. */
  boolean hasNoAffixes() {
    return prefix.isEmpty() && suffix.isEmpty();
  }
}
