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
  private final @Nullable Arena owned;

  /**
   * Takes the entries in their order; {@code path} is for messages. Whoever made the arena closes
   * it.
   */
  public NamedTensors(Path path, Map<String, TensorEntry> entries) {
    this(path + ": has", entries, null);
  }

  /**
   * Takes the entries in their order.
   *
   * @param holder what a message begins with that goes on "no tensor ...", for example "path: has"
   * @param owned the arena that {@link #close} closes, or null
   */
  public NamedTensors(String holder, Map<String, TensorEntry> entries, @Nullable Arena owned) {
    this.holder = holder;
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    this.owned = owned;
  }

  /** What {@code open} makes in an arena of its own, which is closed if that fails. */
  protected static <T> T owning(Function<Arena, T> open) {
    Arena arena = Arena.ofShared();
    try {
      return open.apply(arena);
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
