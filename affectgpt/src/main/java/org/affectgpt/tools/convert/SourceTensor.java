package org.affectgpt.tools.convert;

import org.affectgpt.io.stored.TensorEntry;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of the model that is converted.
 *
 * @param name its name in the result
 * @param entry its numbers
 * @param order where rows lie; null for their own order
 * @param update what scales or an adapter make of it; null for nothing
 */
public record SourceTensor(
    String name, TensorEntry entry, @Nullable RowOrder order, @Nullable RowChange update) {
  /** A tensor taken as it lies, under its own name. */
  public static SourceTensor of(TensorEntry entry) {
    return new SourceTensor(entry.name(), entry, null, null);
  }

  /** The same with a change after those that it has. */
  SourceTensor with(RowChange added) {
    RowChange now = update;
    return new SourceTensor(name, entry, order, now == null ? added : now.then(added));
  }

  /** The same numbers under another name. */
  SourceTensor named(String other) {
    return new SourceTensor(other, entry, order, update);
  }

  /** Other numbers in its place. */
  SourceTensor replaced(TensorEntry other) {
    return new SourceTensor(name, other, null, null);
  }

  /** Whether its numbers are those of the entry, in the entry's order. */
  boolean isPlain() {
    return order == null && update == null;
  }

  /** All numbers, in the model's order and changed as they are to be. */
  float[] values() {
    float[] stored = entry.toFloats();
    int rows = entry.shape().isEmpty() ? 1 : Math.toIntExact(entry.shape().getFirst());
    int columns = rows == 0 ? 0 : stored.length / rows;
    float[] values = stored;
    if (order != null) {
      values = new float[stored.length];
      for (int row = 0; row < rows; row++) {
        int from = Math.toIntExact(order.stored(row)) * columns;
        System.arraycopy(stored, from, values, row * columns, columns);
      }
    }
    if (update != null) {
      update.apply(values, 0, rows);
    }
    return values;
  }
}
