package org.affectgpt.tools.inspect;

import java.util.EnumMap;
import java.util.Map;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;

/** Counts of tensors, parameters and bytes: of one number format, or of all. */
public final class Totals {
  private final Map<StoredType, Totals> byType = new EnumMap<>(StoredType.class);
  private long tensors;
  private long parameters;
  private long bytes;

  /** Counts one more tensor. */
  public void add(TensorEntry entry) {
    count(entry);
    byType.computeIfAbsent(entry.type(), t -> new Totals()).count(entry);
  }

  private void count(TensorEntry entry) {
    tensors++;
    parameters += entry.elements();
    bytes += entry.data().byteSize();
  }

  public long tensors() {
    return tensors;
  }

  /** Elements of all tensors, buffers of integers included. */
  public long parameters() {
    return parameters;
  }

  public long bytes() {
    return bytes;
  }

  /** The same by number format, in the order of {@link StoredType}. */
  public Map<StoredType, Totals> byType() {
    return byType;
  }
}
