package org.affectgpt.io.peft;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.affectgpt.io.stored.StoredType;
import org.jspecify.annotations.Nullable;

/** The model that an adapter belongs to, as far as fitting the adapter needs to know it. */
public interface BaseWeights {
  /** A parameter: its format, shape, and values in row-major order when they are asked for. */
  record Weight(StoredType type, List<Long> shape, Supplier<float[]> values) {}

  /** Whether the embedding table is also the head. */
  boolean tied();

  /** Full names of the linear layers, the head of its own among them. */
  Set<String> linearLayers();

  /** Full names of all parameters. */
  Set<String> names();

  /** The parameter of this full name, or null. */
  @Nullable Weight find(String name);
}
