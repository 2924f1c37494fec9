package org.affectgpt.io.decoder;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.affectgpt.io.chat.ChatTemplates;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.io.weights.ScaledWeights;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.nn.decoder.GenerationNames;
import org.affectgpt.tensor.InputException;

/** A decoder in a Hugging Face folder. */
record FolderDecoder(
    HuggingFaceFolder folder, DecoderConfig config, TensorSource mapped, List<String> notes)
    implements DecoderFiles {
  static FolderDecoder open(HuggingFaceFolder folder, Arena arena) {
    JsonConfig json = folder.config(JsonConfig::parse);
    DecoderConfig config = DecoderConfig.read(json);
    if (folder.hasGenerationConfig()) {
      GenerationNames.beside().check(json.only(GenerationNames.all()));
    }
    TensorSource stored = DecoderNames.of(folder.weights(arena), folder.path());
    TensorSource weights = config.tied() ? TiedHead.table(stored, folder.path()) : stored;
    boolean own = config.tied() && TiedHead.isOwn(weights);
    if (own) {
      json.note(
          json.where("tie_word_embeddings")
              + " is true, but the weights hold a head of their own, which is used; as in"
              + " transformers");
    }
    if (!config.tied() && TiedHead.lacks(weights)) {
      throw new InputException(
          json.where("tie_word_embeddings")
              + " is not true, but the weights hold no lm_head.weight; set it to true if the head is"
              + " the embedding table, else the weights are incomplete");
    }
    return new FolderDecoder(folder, own ? config.withTied(false) : config, weights, json.notes());
  }

  @Override
  public Path path() {
    return folder.path();
  }

  @Override
  public TensorSource weights() {
    return ScaledWeights.of(mapped, path(), Arena.ofAuto());
  }

  /** Floats of 8 bits become BF16. */
  @Override
  public long widenedBytes() {
    return mapped.entries().stream()
        .filter(e -> e.type().isFloat8())
        .mapToLong(e -> 2 * e.elements())
        .sum();
  }

  @Override
  public Optional<Tokenizer> tokenizer() {
    return folder.tokenizer();
  }

  @Override
  public OptionalInt begin() {
    return OptionalInt.empty();
  }

  @Override
  public GenerationDefaults defaults() {
    return folder.hasGenerationConfig()
        ? folder.generation(GenerationDefaults::fromJson)
        : GenerationDefaults.fromConfig(folder.config(JsonConfig::parse));
  }

  @Override
  public Optional<ChatTemplates> chatTemplates() {
    return folder.chatTemplates();
  }
}
