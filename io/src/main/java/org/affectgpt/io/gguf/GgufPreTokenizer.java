package org.affectgpt.io.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How byte-level tokenizers cut text before merging, by the names that llama.cpp gives them in
 * {@code tokenizer.ggml.pre} (its {@code llama-vocab.cpp}). Expressions are those of the models'
 * own {@code tokenizer.json}, where llama.cpp only comes near them.
 *
 * @param patterns regular expressions, applied one after the other to the pieces of the one before
 * @param nfc whether the reference tokenizer composes characters first
 * @param ignoreMerges whether a piece that is itself a token is taken whole
 * @param addBos whether text begins with the begin token where the file says nothing
 * @param addSeparator whether text ends with the separator token where the file says nothing
 * @param hasBos false if the begin token that the file names is never used
 */
record GgufPreTokenizer(
    List<String> patterns,
    boolean nfc,
    boolean ignoreMerges,
    boolean addBos,
    boolean addSeparator,
    boolean hasBos) {
  private static final String TABLE = "pretokenizers.json";

  /** The pre-tokenizer of this name, or null. */
  static @Nullable GgufPreTokenizer of(String name) {
    try (InputStream in =
        Objects.requireNonNull(GgufPreTokenizer.class.getResourceAsStream(TABLE))) {
      for (JsonNode entry : new ObjectMapper().readTree(in)) {
        for (JsonNode known : entry.path("names")) {
          if (known.asText().equals(name)) {
            return of(entry);
          }
        }
      }
      return null;
    } catch (IOException e) {
      throw new IllegalStateException(TABLE, e);
    }
  }

  private static GgufPreTokenizer of(JsonNode entry) {
    List<String> patterns = new ArrayList<>();
    entry.path("patterns").forEach(p -> patterns.add(p.asText()));
    return new GgufPreTokenizer(
        patterns,
        entry.path("nfc").asBoolean(false),
        entry.path("ignore_merges").asBoolean(false),
        entry.path("add_bos").asBoolean(false),
        entry.path("add_sep").asBoolean(false),
        !entry.path("no_bos").asBoolean(false));
  }
}
