package org.affectgpt.tools.convert;

import org.affectgpt.io.stored.TensorEntry;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of the model that is converted.
 *
 * @param name its name in the result
 * @param entry its numbers
 * @param order where rows lie; null for their own order
 * @param update what an adapter adds to it; null for nothing
 */
public record SourceTensor(
    String name, TensorEntry entry, @Nullable RowOrder order, @Nullable LoraUpdate update) {
  /** A tensor taken as it lies, under its own name. */
  public static SourceTensor of(TensorEntry entry) {
    return new SourceTensor(entry.name(), entry, null, null);
  }

  /** The same with an adapter's update. */
  SourceTensor with(LoraUpdate added) {
    return new SourceTensor(name, entry, order, added);
  }

  /** Whether its numbers are those of the entry, in the entry's order. */
  boolean isPlain() {
    return order == null && update == null;
  }
}
