package org.affectgpt.model.checkpoint;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.affectgpt.io.gguf.GgufFile;
import org.affectgpt.io.gguf.GgufModel;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.tools.memory.MemoryPart;
import org.affectgpt.tools.memory.WeightMemory;

/**
 * A decoder on disk that is not loaded yet: a Hugging Face folder or a GGUF file.
 *
 * @param memory what its weights will take
 * @param weights the tensors by Hugging Face's names, some of them perhaps copied
 */
record LlmSource(
    DecoderConfig config,
    WeightMemory memory,
    Supplier<TensorSource> weights,
    Supplier<Tokenizer> tokenizer) {

  static LlmSource open(Path path, Arena arena) {
    return path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gguf")
        ? gguf(GgufFile.open(path, arena), arena)
        : folder(path, arena);
  }

  private static LlmSource folder(Path folder, Arena arena) {
    PartFolder part = PartFolder.open(folder, arena);
    return new LlmSource(
        DecoderConfig.fromJson(part.config(), part.configName()),
        WeightMemory.of(part.weights()),
        part::weights,
        () -> Tokenizer.load(folder.resolve("tokenizer.json")));
  }

  private static LlmSource gguf(GgufFile file, Arena arena) {
    GgufModel model = GgufModel.of(file);
    WeightMemory mapped =
        WeightMemory.of(file, name -> ModuleWeights.isUsedInPlace(file.entry(name).type()));
    List<MemoryPart> parts = new ArrayList<>(mapped.parts());
    parts.add(new MemoryPart("widened blocks", MemoryPart.Place.NATIVE, model.expandedBytes()));
    return new LlmSource(
        model.config(),
        new WeightMemory(parts, mapped.matrixElements(), mapped.matrixBytes()),
        () -> model.weights(arena),
        () -> model.tokenizer().tokenizer());
  }
}
