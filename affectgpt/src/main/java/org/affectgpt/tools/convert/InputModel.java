package org.affectgpt.tools.convert;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.huggingface.PeftFolder;
import org.affectgpt.io.stored.TensorSource;
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
    List<SourceTensor> tensors = source.entries().stream().map(SourceTensor::of).toList();
    Map<String, byte[]> files = new HuggingFaceFolder(folder(path)).companions();
    return new InputModel(
        path,
        tensors,
        files,
        files.isEmpty()
            ? List.of("no config.json beside the input: only weights were written")
            : List.of());
  }

  private static Path folder(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    return Files.isDirectory(path) || parent == null ? path : parent;
  }

  /** Whether the configuration says that the embedding table is also the head. */
  boolean tied() {
    return ConfigFiles.isTied(files, path);
  }

  /** The same model with other tensors. */
  InputModel with(List<SourceTensor> others) {
    return new InputModel(path, others, files, notes);
  }
}
