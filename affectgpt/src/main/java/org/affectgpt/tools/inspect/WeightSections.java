package org.affectgpt.tools.inspect;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
  private static final List<String> ADAPTER_FILES =
      List.of("adapter_model.safetensors", "adapter_model.bin");

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
    if (Files.isRegularFile(path.resolve("adapter_config.json"))) {
      return List.of(adapter(path, arena));
    }
    return List.of(section(path, path, arena));
  }

  private static List<Section> modelFolder(Path folder, Arena arena) {
    ModelSources parts = new ModelFolder(folder).parts();
    List<Path> paths = new ArrayList<>(parts.checkpoints());
    paths.addAll(List.of(parts.clip(), parts.hubert(), parts.llm()));
    return paths.stream().map(p -> section(p, p, arena)).toList();
  }

  private static Section adapter(Path folder, Arena arena) {
    for (String name : ADAPTER_FILES) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        Section s = section(file, file, arena);
        Map<String, String> metadata = new LinkedHashMap<>(FolderConfig.adapter(folder));
        metadata.putAll(s.metadata());
        return new Section(folder, "PEFT adapter, " + s.format(), metadata, s.tensors());
      }
    }
    return section(folder, folder, arena);
  }

  private static Section section(Path shown, Path path, Arena arena) {
    TensorSource source = WeightFiles.open(path, arena);
    Map<String, String> metadata = new LinkedHashMap<>();
    if (Files.isDirectory(path)) {
      metadata.putAll(FolderConfig.model(path));
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
