package org.affectgpt.tools.convert;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.huggingface.PeftFolder;
import org.affectgpt.io.peft.BaseFormat;
import org.affectgpt.io.peft.BaseWeights;
import org.affectgpt.io.peft.FittedAdapter;
import org.affectgpt.io.peft.PeftAdapter;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Puts an adapter of PEFT into the model that it belongs to: low-rank updates are added, saved
 * modules, biases and rows take the places of the base's, as does a tokenizer of its own.
 */
final class AdapterMerge implements BaseWeights {
  private static final String WEIGHT = ".weight";
  private static final String HEAD = "lm_head";
  private static final String TABLE = "embed_tokens";

  private final InputModel model;
  private final Map<String, SourceTensor> tensors = new LinkedHashMap<>();

  private AdapterMerge(InputModel model) {
    this.model = model;
    model.tensors().forEach(t -> tensors.put(t.name(), t));
    if (tied()) {
      tensors.remove(HEAD + WEIGHT);
    }
  }

  /**
   * The model with the adapter of a folder in it.
   *
   * @param arena keeps the adapter mapped
   * @throws InputException if something in the adapter has no place in the model
   */
  static InputModel of(InputModel model, Path folder, Arena arena) {
    if (!PeftFolder.is(folder)) {
      throw new InputException(
          folder.resolve(PeftFolder.CONFIG)
              + ": missing; --merge-lora wants an adapter folder of PEFT");
    }
    PeftAdapter adapter = PeftAdapter.read(new PeftFolder(folder), arena);
    AdapterMerge merge = new AdapterMerge(model);
    FittedAdapter fitted = FittedAdapter.of(adapter, merge, arena);
    merge.apply(fitted, arena);
    List<SourceTensor> merged = new ArrayList<>(merge.tensors.values());
    InputModel all = fitted.ownHead() ? model.untied(merged) : model.with(merged);
    return all.with(new HuggingFaceFolder(folder).tokenizerFiles());
  }

  @Override
  public boolean tied() {
    return model.tied();
  }

  @Override
  public Set<String> linearLayers() {
    Set<String> layers = new LinkedHashSet<>();
    for (SourceTensor t : tensors.values()) {
      boolean linear =
          t.entry().shape().size() == 2
              && t.name().endsWith(WEIGHT)
              && !t.name().endsWith(TABLE + WEIGHT);
      if (linear) {
        layers.add(t.name().substring(0, t.name().length() - WEIGHT.length()));
      }
    }
    return layers;
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public @Nullable Weight find(String name) {
    SourceTensor t = tensors.get(name);
    return t == null ? null : new Weight(t.entry().type(), t.entry().shape(), t::values);
  }

  private void apply(FittedAdapter fitted, Arena arena) {
    if (fitted.ownHead()) {
      SourceTensor table = tensors.get("model." + TABLE + WEIGHT);
      if (table == null) {
        throw new InputException(model.path() + ": has no tensor 'model." + TABLE + WEIGHT + "'");
      }
      tensors.put(HEAD + WEIGHT, table.named(HEAD + WEIGHT));
    }
    fitted.replaced().forEach((name, e) -> tensors.put(name, tensors.get(name).replaced(e)));
    PeftAdapter adapter = fitted.adapter();
    for (String layer : fitted.layers()) {
      TensorEntry a = adapter.factors().get(layer + ".lora_A.default.weight");
      TensorEntry b = adapter.factors().get(layer + ".lora_B.default.weight");
      TensorEntry lengths = adapter.factors().get(layer + ".lora_magnitude_vector.default.weight");
      SourceTensor matrix = tensors.get(layer + WEIGHT);
      List<Long> w = matrix.entry().shape();
      long rank = a.shape().isEmpty() ? 0 : a.shape().getFirst();
      a.require(rank, w.get(1));
      b.require(w.get(0), rank);
      float[] magnitudes = lengths == null ? null : lengths.require(w.get(0)).toFloats();
      tensors.put(
          layer + WEIGHT,
          matrix.with(
              new LoraUpdate(
                  a.toFloats(),
                  b.toFloats(),
                  Math.toIntExact(rank),
                  Math.toIntExact(w.get(1)),
                  adapter.lora().scaling(layer),
                  magnitudes)));
      TensorEntry bias = adapter.factors().get(layer + ".lora_B.default.bias");
      if (bias != null) {
        addBias(layer, bias, adapter.lora().scaling(layer), arena);
      }
    }
  }

  private void addBias(String layer, TensorEntry added, float scaling, Arena arena) {
    SourceTensor bias = tensors.get(layer + ".bias");
    if (bias == null) {
      throw new InputException(
          added.file()
              + ": tensor '"
              + added.name()
              + "' is a bias for a layer that has none: such an adapter cannot be merged; use it as"
              + " it is");
    }
    float[] values = bias.values();
    float[] more = added.require(values.length).toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] += scaling * more[i];
    }
    TensorEntry sum =
        BaseFormat.floats(bias.name(), bias.entry().shape(), values, added.file(), arena);
    tensors.put(bias.name(), bias.replaced(BaseFormat.of(sum, bias.entry().type(), arena)));
  }
}
