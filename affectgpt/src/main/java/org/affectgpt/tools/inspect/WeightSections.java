package org.affectgpt.tools.inspect;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.huggingface.PeftFolder;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.weights.WeightFiles;
import org.affectgpt.model.checkpoint.ModelFolder;
import org.affectgpt.model.checkpoint.ModelSources;

/**
 * Opens what people call a model: a weight file, a Hugging Face folder, an adapter folder of PEFT,
 * or a model folder of this project, which is several of them.
 */
public final class WeightSections {
  private WeightSections() {}

  /**
   * The sections of a file or folder, mapped for as long as {@code arena} lives.
   *
   * @throws org.affectgpt.tensor.InputException naming what is missing, damaged or unknown
   */
  public static List<Section> open(Path path, Arena arena) {
    if (Files.isRegularFile(path.resolve(ModelFolder.CONFIG))) {
      return modelFolder(path, arena);
    }
    if (PeftFolder.is(path)) {
      return List.of(adapter(new PeftFolder(path), arena));
    }
    return List.of(section(path, path, arena));
  }

  private static List<Section> modelFolder(Path folder, Arena arena) {
    ModelSources parts = new ModelFolder(folder).parts();
    List<Path> paths = new ArrayList<>(parts.checkpoints());
    paths.addAll(List.of(parts.clip(), parts.hubert(), parts.llm()));
    return paths.stream().map(p -> section(p, p, arena)).toList();
  }

  private static Section adapter(PeftFolder folder, Arena arena) {
    Path file = folder.weightsFile().orElse(null);
    if (file == null) {
      return section(folder.path(), folder.path(), arena);
    }
    Section s = section(file, file, arena);
    Map<String, String> metadata = new LinkedHashMap<>(FolderConfig.adapter(folder));
    metadata.putAll(s.metadata());
    return new Section(folder.path(), "PEFT adapter, " + s.format(), metadata, s.tensors());
  }

  private static Section section(Path shown, Path path, Arena arena) {
    TensorSource source = WeightFiles.open(path, arena);
    Map<String, String> metadata = new LinkedHashMap<>();
    if (Files.isDirectory(path)) {
      metadata.putAll(FolderConfig.model(new HuggingFaceFolder(path)));
    }
    metadata.putAll(SourceMetadata.of(source, path, arena));
    return new Section(shown, format(path, source), metadata, List.copyOf(source.entries()));
  }

  private static String format(Path path, TensorSource source) {
    long files = source.entries().stream().map(TensorEntry::file).distinct().count();
    Path first =
        source.entries().stream().map(TensorEntry::file).findFirst().orElse(path).getFileName();
    String name = first.toString().toLowerCase(Locale.ROOT);
    String format =
        source instanceof SafeTensorsFile || name.endsWith(".safetensors")
            ? "safetensors"
            : name.substring(name.lastIndexOf('.') + 1);
    return files > 1 ? format + ", " + files + " shards" : format;
  }
}
