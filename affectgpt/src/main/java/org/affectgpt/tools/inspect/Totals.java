package org.affectgpt.tools.inspect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;

/** Counts of tensors, parameters and bytes: of one number format, or of all. */
public final class Totals {
  private final Map<Format, Totals> byFormat = new TreeMap<>();
  private long tensors;
  private long parameters;
  private long bytes;

  private record Format(StoredType type, String name) implements Comparable<Format> {
    @Override
    public int compareTo(Format other) {
      int byType = type.compareTo(other.type);
      return byType != 0 ? byType : name.compareTo(other.name);
    }
  }

  /** Counts one more tensor. */
  public void add(TensorEntry entry) {
    count(entry);
    byFormat
        .computeIfAbsent(new Format(entry.type(), entry.format()), t -> new Totals())
        .count(entry);
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

  /** The same by the name of the number format, in the order of {@link StoredType}. */
  public Map<String, Totals> byFormat() {
    Map<String, Totals> all = new LinkedHashMap<>();
    byFormat.forEach((format, totals) -> all.put(format.name, totals));
    return all;
  }
}
