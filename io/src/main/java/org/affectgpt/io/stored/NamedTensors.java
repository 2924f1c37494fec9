package org.affectgpt.io.stored;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/** Tensors of a file or folder that stay readable for as long as the arena they are mapped in. */
public class NamedTensors implements TensorSource {
  private final String holder;
  private final Map<String, TensorEntry> entries;
  private @Nullable Arena owned;

  /**
   * Takes the entries in their order; {@code path} is for messages. Whoever made the arena closes
   * it.
   */
  public NamedTensors(Path path, Map<String, TensorEntry> entries) {
    this(path + ": has", entries);
  }

  /**
   * Takes the entries in their order. Whoever made the arena closes it.
   *
   * @param holder what a message begins with that goes on "no tensor ...", for example "path: has"
   */
  public NamedTensors(String holder, Map<String, TensorEntry> entries) {
    this.holder = holder;
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /**
   * What {@code open} makes in an arena of its own: {@link #close} closes it, as does a failure.
   */
  protected static <T extends NamedTensors> T owning(Function<Arena, T> open) {
    Arena arena = Arena.ofShared();
    try {
      T opened = open.apply(arena);
      ((NamedTensors) opened).owned = arena;
      return opened;
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  @Override
  public final Collection<TensorEntry> entries() {
    return entries.values();
  }

  @Override
  public final @Nullable TensorEntry find(String name) {
    return entries.get(name);
  }

  @Override
  public final TensorEntry entry(String name) {
    TensorEntry entry = entries.get(name);
    if (entry == null) {
      throw new InputException(holder + " no tensor '" + name + "'");
    }
    return entry;
  }

  @Override
  public final void close() {
    if (owned != null && owned.scope().isAlive()) {
      owned.close();
    }
  }
}
