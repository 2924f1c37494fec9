package org.affectgpt.io.gguf;

import java.lang.foreign.Arena;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.affectgpt.io.stored.NamedTensors;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A file of the architecture qwen2, qwen3 or llama as a decoder: its configuration, its weights
 * under Hugging Face's names, its tokenizer. Weights that kernels take (F32, F16, BF16, matrices in
 * Q8_0 and Q4_0) stay in the mapped file; other block formats are widened to F32, and llama's query
 * and key rows are copied into the order of Hugging Face.
 */
public final class GgufModel {
  private final GgufFile file;
  private final DecoderConfig config;
  private final Map<String, RowCopy> tensors;
  private final List<String> notes;

  private GgufModel(
      GgufFile file, DecoderConfig config, Map<String, RowCopy> tensors, List<String> notes) {
    this.file = file;
    this.config = config;
    this.tensors = tensors;
    this.notes = notes;
  }

  /**
   * Checks that the file holds a whole decoder and nothing else.
   *
   * @throws InputException naming the file and the key or tensor that is missing, of another shape,
   *     or asks for something that is not supported
   */
  public static GgufModel of(GgufFile file) {
    DecoderConfig config = GgufDecoderConfig.read(file);
    Map<String, RowCopy> tensors = new LinkedHashMap<>();
    List<String> notes = GgufKeys.check(file, config.modelType());
    Set<String> known = new HashSet<>(GgufNames.ROPE);
    for (GgufNames.Name name : GgufNames.of(config)) {
      TensorEntry entry = file.entry(name.gguf()).require(name.shape());
      if (!entry.type().isFloat()) {
        throw new InputException(
            file.path() + ": tensor '" + name.gguf() + "' is stored as " + entry.type());
      }
      tensors.put(name.huggingFace(), new RowCopy(entry, name.interleavedHeads()));
      known.add(name.gguf());
    }
    for (TensorEntry entry : file.entries()) {
      if (!known.contains(entry.name())) {
        throw new InputException(
            file.path()
                + ": tensor '"
                + entry.name()
                + "' is no part of a "
                + config.modelType()
                + " decoder; the file is of a kind that is not supported");
      }
    }
    return new GgufModel(file, config, tensors, notes);
  }

  /** What the user should know of the metadata, one line each. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  public GgufFile file() {
    return file;
  }

  /** The decoder that the file holds, tied if the file has no head of its own. */
  public DecoderConfig config() {
    return config;
  }

  /**
   * The tensors by Hugging Face's names, as the file holds them: no block widened, no row moved.
   */
  public Map<String, RowCopy> stored() {
    return Collections.unmodifiableMap(tensors);
  }

  /** Bytes of native memory that {@link #weights} takes beside the mapped file. */
  public long expandedBytes() {
    return tensors.values().stream().mapToLong(RowCopy::bytes).sum();
  }

  /**
   * The weights by Hugging Face's names. Copies live in {@code arena}; the file must stay open as
   * long as the others are used. Closing the source does nothing.
   */
  public TensorSource weights(Arena arena) {
    Map<String, TensorEntry> entries = new LinkedHashMap<>();
    tensors.forEach((name, copy) -> entries.put(name, copy.take(name, arena)));
    return new NamedTensors(file.path() + ": its decoder has", entries);
  }

  /** The Jinja program that writes prompts, or null. */
  public @Nullable String chatTemplate() {
    return file.metadata().text("tokenizer.chat_template");
  }

  /**
   * The tokenizer in the file.
   *
   * @throws InputException if there is none, or one of a kind that is not supported
   */
  public GgufTokenizer tokenizer() {
    return GgufTokenizer.of(file);
  }
}
