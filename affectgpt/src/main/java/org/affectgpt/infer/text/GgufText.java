package org.affectgpt.infer.text;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.affectgpt.io.gguf.GgufFile;
import org.affectgpt.io.gguf.GgufModel;
import org.affectgpt.io.gguf.GgufTokenizer;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tools.memory.MemoryPart;
import org.affectgpt.tools.memory.WeightMemory;

/** A GGUF file: configuration, weights and tokenizer in one. */
final class GgufText {
  private GgufText() {}

  static TextModelFiles open(Path path) {
    GgufFile file = GgufFile.open(path, Arena.ofAuto());
    GgufModel model = GgufModel.of(file);
    GgufTokenizer tokens = model.tokenizer();
    WeightMemory memory =
        WeightMemory.of(file, name -> ModuleWeights.isUsedInPlace(file.entry(name).type()));
    return new TextModelFiles(
        path,
        model.config(),
        Optional.of(tokens.tokenizer()),
        tokens.addBos() ? OptionalInt.of(tokens.bos()) : OptionalInt.empty(),
        GenerationDefaults.of(Set.copyOf(tokens.stops()), OptionalInt.empty()),
        ChatTemplate.of(
            file.metadata().text("tokenizer.chat_template"), model.config(), tokens.tokenizer()),
        memory,
        List.of(new MemoryPart("expanded copies", MemoryPart.Place.NATIVE, model.expandedBytes())),
        backend -> decoder(model, path, backend));
  }

  private static CausalLm decoder(GgufModel model, Path path, Backend backend) {
    CausalLm decoder = new CausalLm(Init.empty(backend), model.config());
    TensorSource weights = model.weights(Arena.ofAuto());
    ModuleWeights.load(decoder, weights, backend, Module.Loading.IN_PLACE, UnaryOperator.identity())
        .requireComplete(path.toString());
    return decoder;
  }
}
