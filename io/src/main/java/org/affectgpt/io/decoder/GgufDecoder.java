package org.affectgpt.io.decoder;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.affectgpt.io.chat.ChatTemplates;
import org.affectgpt.io.gguf.GgufModel;
import org.affectgpt.io.gguf.GgufTemplates;
import org.affectgpt.io.gguf.GgufTokenizer;
import org.affectgpt.io.stored.NamedTensors;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.nn.decoder.DecoderConfig;

/** A decoder in a GGUF file. */
final class GgufDecoder implements DecoderFiles {
  private final GgufModel model;
  private final GgufTokenizer tokens;
  private final Arena arena;

  GgufDecoder(GgufModel model, Arena arena) {
    this.model = model;
    this.tokens = model.tokenizer();
    this.arena = arena;
  }

  @Override
  public Path path() {
    return model.file().path();
  }

  @Override
  public DecoderConfig config() {
    return model.config();
  }

  @Override
  public List<String> notes() {
    return model.notes();
  }

  @Override
  public TensorSource mapped() {
    Map<String, TensorEntry> used = new LinkedHashMap<>();
    for (TensorEntry e : model.file().entries()) {
      if (ModuleWeights.isUsedInPlace(e.type())) {
        used.put(e.name(), e);
      }
    }
    return new NamedTensors(path(), used);
  }

  @Override
  public long widenedBytes() {
    return model.expandedBytes();
  }

  @Override
  public TensorSource weights() {
    return model.weights(arena);
  }

  @Override
  public Optional<Tokenizer> tokenizer() {
    return Optional.of(tokens.tokenizer());
  }

  @Override
  public OptionalInt begin() {
    return tokens.addBos() ? OptionalInt.of(tokens.bos()) : OptionalInt.empty();
  }

  @Override
  public GenerationDefaults defaults() {
    return GenerationDefaults.of(Set.copyOf(tokens.stops()), OptionalInt.empty());
  }

  @Override
  public Optional<ChatTemplates> chatTemplates() {
    return GgufTemplates.of(model.file());
  }
}
