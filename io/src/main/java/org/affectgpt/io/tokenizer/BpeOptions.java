package org.affectgpt.io.tokenizer;

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
  static BpeOptions of(Part model) {
    model.only(
        "dropout",
        "unk_token",
        "continuing_subword_prefix",
        "end_of_word_suffix",
        "fuse_unk",
        "byte_fallback",
        "ignore_merges",
        "cache_capacity");
    if (model.has("dropout") && model.node().path("dropout").asDouble(1) != 0) {
      throw model.error("dropout", "makes tokens at random; set it to null");
    }
    return new BpeOptions(
        model.flag("ignore_merges", false),
        model.flag("byte_fallback", false),
        model.has("unk_token") ? model.text("unk_token") : null,
        model.flag("fuse_unk", false),
        model.text("continuing_subword_prefix", ""),
        model.text("end_of_word_suffix", ""));
  }

  /** Whether a word's tokens are spelled as in the middle of a word. */
  boolean hasNoAffixes() {
    return prefix.isEmpty() && suffix.isEmpty();
  }
}
