package org.affectgpt.tools.convert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.model.checkpoint.ModelSources;
import org.affectgpt.tensor.InputException;

/**
 * A checkpoint's tensors by the part of the model they belong to.
 *
 * @param decoder trained weights of the decoder by its own names, likewise vision and acoustic
 * @param adapters factors named {@code <layer>.lora_A.default.weight}
 * @param fusions under their full names
 * @param notes what of the checkpoint was left out
 */
record AffectGptTensors(
    ModelSources parts,
    Map<String, TensorEntry> decoder,
    Map<String, TensorEntry> vision,
    Map<String, TensorEntry> acoustic,
    Map<String, TensorEntry> adapters,
    Map<String, TensorEntry> fusions,
    List<String> notes) {
  private static final String ADAPTED = "llama_model.base_model.model.";
  private static final String PLAIN = "llama_model.";
  private static final String VISION = "visual_encoder.model.";
  private static final String ACOUSTIC = "acoustic_encoder.model.";

  /**
   * Sorts a checkpoint.
   *
   * @throws InputException if a fusion is missing
   */
  static AffectGptTensors sort(
      ModelSources parts, InputModel llm, Map<String, TensorEntry> checkpoint) {
    AffectGptTensors all =
        new AffectGptTensors(
            parts,
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new ArrayList<>());
    FusionNames known = FusionNames.of(parts, llm);
    checkpoint.forEach((name, e) -> all.place(name, e, known));
    known.requireAll(all.fusions.keySet(), all.origin());
    all.requireRank();
    if (all.adapters.isEmpty() && parts.config().lora().rank() > 0) {
      all.notes.add("the checkpoint holds no adapters; the decoder is the base model's");
    }
    return all;
  }

  private void requireRank() {
    for (TensorEntry e : adapters.values()) {
      if (e.name().contains(".lora_A.") && e.shape().getFirst() != parts.config().lora().rank()) {
        throw new InputException(
            origin()
                + ": tensor '"
                + e.name()
                + "' has rank "
                + e.shape().getFirst()
                + " but lora_r is "
                + parts.config().lora().rank()
                + "; give its configuration with --config");
      }
    }
  }

  private Path origin() {
    return parts.checkpoints().isEmpty() ? parts.llm() : parts.checkpoints().getLast();
  }

  private void place(String name, TensorEntry e, FusionNames known) {
    if (name.startsWith(ADAPTED) || name.startsWith(PLAIN)) {
      String own = name.substring((name.startsWith(ADAPTED) ? ADAPTED : PLAIN).length());
      boolean factor = own.contains(".lora_A.") || own.contains(".lora_B.");
      (factor ? adapters : decoder).put(own.replace(".base_layer.", "."), e);
    } else if (name.startsWith(VISION)) {
      vision.put(name.substring(VISION.length()), e);
    } else if (name.startsWith(ACOUSTIC)) {
      acoustic.put(name.substring(ACOUSTIC.length()), e);
    } else if (known.has(name)) {
      fusions.put(name, e);
    } else {
      notes.add(name + " left out: the configured model has no such tensor");
    }
  }

  /** The decoder's tensors with the adapters added. */
  List<SourceTensor> merged(List<SourceTensor> tensors) {
    double scaling = parts.config().lora().alpha() / Math.max(1, parts.config().lora().rank());
    return new LoraMerge(origin(), layer -> scaling).merge(tensors, adapters);
  }

  /** What the model folder keeps in its own file: fusions, and adapters that are not merged. */
  List<SourceTensor> own(boolean merged) {
    List<SourceTensor> own = new ArrayList<>();
    fusions.forEach((name, e) -> own.add(new SourceTensor(name, e, null, null)));
    if (!merged) {
      adapters.forEach((name, e) -> own.add(new SourceTensor(ADAPTED + name, e, null, null)));
    }
    return own;
  }
}
