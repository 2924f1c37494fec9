package org.affectgpt.io.stored;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/** Tensors of a file or folder that stay readable for as long as the arena they are mapped in. */
public final class NamedTensors implements TensorSource {
  private final Path path;
  private final Map<String, TensorEntry> entries;

  /** Takes the entries in their order; {@code path} is for messages. */
  public NamedTensors(Path path, Map<String, TensorEntry> entries) {
    this.path = path;
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
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
    TensorEntry entry = entries.get(name);
    if (entry == null) {
      throw new InputException(path + ": has no tensor '" + name + "'");
    }
    return entry;
  }

  /** Does nothing: whoever made the arena closes it. */
  @Override
  public void close() {}
}
