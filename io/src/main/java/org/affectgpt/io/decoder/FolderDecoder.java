package org.affectgpt.io.decoder;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.nn.decoder.DecoderConfig;

/** A decoder in a Hugging Face folder. */
record FolderDecoder(HuggingFaceFolder folder, DecoderConfig config, TensorSource weights)
    implements DecoderFiles {
  static FolderDecoder open(HuggingFaceFolder folder, Arena arena) {
    return new FolderDecoder(folder, folder.config(DecoderConfig::fromJson), folder.weights(arena));
  }

  @Override
  public Path path() {
    return folder.path();
  }

  @Override
  public TensorSource mapped() {
    return weights;
  }

  @Override
  public long widenedBytes() {
    return 0;
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
    return folder.generation(GenerationDefaults::fromJson);
  }

  @Override
  public Optional<String> chatTemplate() {
    return folder.chatTemplate();
  }
}
