package org.affectgpt.model.checkpoint;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.weights.WeightFiles;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints of the original read as one: later files win name by name (AffectGPT.from_config).
 */
final class CheckpointTensors implements TensorSource {
  /** What the runner stores the state dict under, beside the optimizer and the epoch. */
  private static final String STATE = "model.";

  private final List<Path> files;
  private final Map<String, TensorEntry> entries = new LinkedHashMap<>();

  CheckpointTensors(List<Path> files, Arena arena) {
    this.files = files;
    for (Path file : files) {
      Collection<TensorEntry> all = WeightFiles.open(file, arena).entries();
      boolean nested = all.stream().anyMatch(e -> e.name().startsWith(STATE));
      for (TensorEntry e : all) {
        if (!nested) {
          entries.put(e.name(), e);
        } else if (e.name().startsWith(STATE)) {
          entries.put(e.name().substring(STATE.length()), e);
        }
      }
    }
  }

  /** The files' names, for messages. */
  String name() {
    return String.join(", ", files.stream().map(Path::toString).toList());
  }

  /** The tensors by their names in the state dict. */
  Map<String, TensorEntry> byName() {
    return entries;
  }

  @Override
  public Collection<TensorEntry> entries() {
    return entries.values();
  }

  @Override
  public @Nullable TensorEntry find(String name) {
    return entries.get(name);
  }

  @Override
  public TensorEntry entry(String name) {
    TensorEntry e = entries.get(name);
    if (e == null) {
      throw new InputException(name() + ": has no tensor '" + name + "'");
    }
    return e;
  }

  /** The mapped bytes live as long as the arena. */
  @Override
  public void close() {}
}
