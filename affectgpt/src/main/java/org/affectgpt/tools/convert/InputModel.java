package org.affectgpt.tools.convert;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.affectgpt.io.decoder.DecoderNames;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.huggingface.PeftFolder;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.weights.BlockScales;
import org.affectgpt.io.weights.WeightFiles;
import org.affectgpt.tensor.InputException;

/**
 * A model to convert: its tensors under Hugging Face's names, and the small files beside them.
 *
 * @param path as the user gave it
 * @param tensors in the order of the file
 * @param files configuration, tokenizer and so on, by name
 * @param notes what the user may not expect
 */
record InputModel(
    Path path, List<SourceTensor> tensors, Map<String, byte[]> files, List<String> notes) {
  InputModel {
    tensors = List.copyOf(tensors);
    notes = List.copyOf(notes);
  }

  /**
   * Opens a weight file or folder, mapped for as long as {@code arena} lives. A file with a {@code
   * config.json} beside it is taken as that folder's model.
   *
   * @throws InputException naming what is missing, damaged or not a model
   */
  static InputModel open(Path path, Arena arena) {
    if (PeftFolder.is(path)) {
      throw new InputException(
          path + ": is an adapter; give its base model as --in and this as --merge-lora");
    }
    if (String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT).endsWith(".gguf")
        && Files.isRegularFile(path)) {
      return GgufInput.open(path, arena);
    }
    TensorSource source = WeightFiles.open(path, arena);
    Map<String, byte[]> files = new HuggingFaceFolder(folder(path)).companions();
    List<SourceTensor> tensors = tensors(source);
    InputModel model =
        new InputModel(
            path,
            tensors,
            files,
            files.isEmpty()
                ? List.of("no config.json beside the input: only weights were written")
                : List.of());
    return model.tied() && hasOwnHead(tensors) ? model.untied(tensors) : model;
  }

  /**
   * Whether there is a head that is not the embedding table: then transformers does not tie them.
   */
  private static boolean hasOwnHead(List<SourceTensor> tensors) {
    SourceTensor head = null;
    SourceTensor table = null;
    for (SourceTensor t : tensors) {
      head = t.name().equals("lm_head.weight") ? t : head;
      table = t.name().endsWith("embed_tokens.weight") ? t : table;
    }
    return head != null && table != null && !head.entry().hasSameValues(table.entry());
  }

  /** A decoder's under the model's own names, floats of 8 bits with their scales. */
  private static List<SourceTensor> tensors(TensorSource source) {
    UnaryOperator<String> rename =
        DecoderNames.of(source.entries().stream().map(TensorEntry::name).toList());
    List<SourceTensor> tensors = new ArrayList<>();
    Set<String> applied = new HashSet<>();
    for (TensorEntry e : source.entries()) {
      TensorEntry beside = source.find(BlockScales.nameFor(e.name()));
      BlockScales scales = BlockScales.of(e, beside);
      SourceTensor t = SourceTensor.of(e).named(rename.apply(e.name()));
      tensors.add(scales == null ? t : t.with(new ScaleChange(scales)));
      if (scales != null) {
        applied.add(rename.apply(BlockScales.nameFor(e.name())));
      }
    }
    tensors.removeIf(t -> applied.contains(t.name()));
    return tensors;
  }

  private static Path folder(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    return Files.isDirectory(path) || parent == null ? path : parent;
  }

  /** Whether the configuration says that the embedding table is also the head. */
  boolean tied() {
    return ConfigFiles.isTied(files, path);
  }

  /** The same model with other tensors and a head of its own. */
  InputModel untied(List<SourceTensor> others) {
    Map<String, byte[]> changed = new TreeMap<>(files);
    ConfigFiles.untie(changed, path);
    return new InputModel(path, others, changed, notes);
  }

  /** The same model with some of its files replaced. */
  InputModel with(Map<String, byte[]> others) {
    Map<String, byte[]> changed = new TreeMap<>(files);
    changed.putAll(others);
    return new InputModel(path, tensors, changed, notes);
  }

  /** The same model with other tensors. */
  InputModel with(List<SourceTensor> others) {
    return new InputModel(path, others, files, notes);
  }
}
